// AVX-512 with VNNI: Ice Lake, Zen 4 and later. One instruction multiplies four weights of 16 rows with four activations
// of one token and adds them up.
#include "kernel_simd.h"

#if defined(__x86_64__)
#include <immintrin.h>

#pragma clang attribute push(__attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vnni,fma,f16c"))), \
                             apply_to = function)
#include "vector.h"

#define KS_NAME(x) ks_avx512_##x
#define KS_LABEL "avx512"

KS_INLINE v16 ks_load_half16(const uint16_t *p) {
  __m512 wide = _mm512_cvtph_ps(_mm256_loadu_si256((const __m256i *)p));
  v16 v;
  memcpy(&v, &wide, sizeof v);
  return v;
}
KS_INLINE i16v ks_dot_pairs(i16v sum, const int16_t *line, int32_t pair) {
  return (i16v)_mm512_dpwssd_epi32((__m512i)sum, _mm512_loadu_si512(line), _mm512_set1_epi32(pair));
}

#include "scales.inc.h"
#include "body.inc.h"

// Four quants of one token, for all 16 rows.
KS_INLINE __m512i four(const int8_t *p) {
  int32_t x;
  memcpy(&x, p, 4);
  return _mm512_set1_epi32(x);
}

// One tile times `count` tokens that lie `n` to a block: 8 registers hold the unpacked weights of a block, `count` the
// sums. `packing` and `count` are constants in every call, so that each pair has a loop of its own.
KS_INLINE void tile_times(int packing, int count, const uint8_t *data, int blocks, const int8_t *quants,
                          const float *scales, const float *sums, const int32_t *offsets, int n, float *out,
                          size_t out_stride, int accumulate) {
  const int is_nibbles = packing == KS_NIBBLES || packing == KS_NIBBLES_256;
  const size_t quant_bytes = ks_quant_bytes(packing);
  const size_t scale_bytes = packing == KS_NIBBLES || packing == KS_BYTES_MIN ? 64 : 32;  // or a little more
  const uint8_t *tile_scales = data + quant_bytes * (size_t)blocks;
  const __m512i nibble = _mm512_set1_epi8(15), upper = _mm512_set1_epi8(0x30);
  __m512 acc[KS_GROUP];
  for (int t = 0; t < count; t++) acc[t] = _mm512_setzero_ps();
  for (int b = 0; b < blocks; b++) {
    const uint8_t *q = data + quant_bytes * (size_t)b;
    // Weights come from memory once for a batch: ask for them well before the multiplications are done. The next tile
    // begins where this one ends.
    for (size_t line = 0; line < quant_bytes; line += 64) _mm_prefetch((const char *)q + KS_AHEAD + line, _MM_HINT_NTA);
    _mm_prefetch((const char *)tile_scales + (size_t)b * scale_bytes + KS_AHEAD, _MM_HINT_NTA);
    __m512i w[8];
    if (is_nibbles || packing == KS_SIXES_16) {
      for (int j = 0; j < 4; j++) {
        __m512i x = _mm512_loadu_si512(q + 64 * j);
        w[j] = _mm512_and_si512(x, nibble);
        w[j + 4] = _mm512_and_si512(_mm512_srli_epi16(x, 4), nibble);
      }
      if (packing == KS_SIXES_16) {
        for (int h = 0; h < 2; h++) {
          __m512i x = _mm512_loadu_si512(q + 256 + 64 * h);
          w[4 * h] = _mm512_or_si512(w[4 * h], _mm512_and_si512(_mm512_slli_epi16(x, 4), upper));
          w[4 * h + 1] = _mm512_or_si512(w[4 * h + 1], _mm512_and_si512(_mm512_slli_epi16(x, 2), upper));
          w[4 * h + 2] = _mm512_or_si512(w[4 * h + 2], _mm512_and_si512(x, upper));
          w[4 * h + 3] = _mm512_or_si512(w[4 * h + 3], _mm512_and_si512(_mm512_srli_epi16(x, 2), upper));
        }
      }
    } else {
      for (int j = 0; j < 8; j++) w[j] = _mm512_loadu_si512(q + 64 * j);
    }
    v16 scale_floats, second_floats;
    ks_block_scales(packing, tile_scales, b, &scale_floats, &second_floats);
    __m512 scale = (__m512)scale_floats, second = (__m512)second_floats;
    for (int t = 0; t < count; t++) {
      size_t at = (size_t)b * (size_t)n + (size_t)t;
      const int8_t *a = quants + at * KS_BLOCK;
      __m512i low, high;
      if (is_nibbles) {
        low = high = _mm512_setzero_si512();
      } else {
        low = _mm512_set1_epi32(offsets[2 * at]);
        high = _mm512_set1_epi32(offsets[2 * at + 1]);
        if (packing != KS_SIXES_16) {
          low = _mm512_slli_epi32(low, 2);
          high = _mm512_slli_epi32(high, 2);
        }
      }
      for (int j = 0; j < 4; j++) {
        low = _mm512_dpbusd_epi32(low, w[j], four(a + 4 * j));
        high = _mm512_dpbusd_epi32(high, w[j + 4], four(a + 16 + 4 * j));
      }
      __m512 token_scale = _mm512_set1_ps(scales[at]);
      if (packing == KS_SIXES_16) {
        acc[t] = _mm512_fmadd_ps(_mm512_cvtepi32_ps(low), _mm512_mul_ps(scale, token_scale), acc[t]);
        acc[t] = _mm512_fmadd_ps(_mm512_cvtepi32_ps(high), _mm512_mul_ps(second, token_scale), acc[t]);
      } else {
        __m512 dot = _mm512_cvtepi32_ps(_mm512_add_epi32(low, high));
        acc[t] = _mm512_fmadd_ps(dot, _mm512_mul_ps(scale, token_scale), acc[t]);
        if (packing != KS_BYTES) acc[t] = _mm512_fmadd_ps(second, _mm512_set1_ps(sums[at]), acc[t]);
      }
    }
  }
  for (int t = 0; t < count; t++) {
    float *y = out + (size_t)t * out_stride;
    _mm512_storeu_ps(y, accumulate ? _mm512_add_ps(_mm512_loadu_ps(y), acc[t]) : acc[t]);
  }
}

KS_INLINE void matmul_packed(int packing, const ks_matrix *w, const ks_activations *a, int32_t first_tile,
                             int32_t end_tile, float *out, size_t out_stride, int32_t accumulate) {
  int blocks = w->columns / KS_BLOCK;
  for (int32_t group = 0; group * KS_GROUP < a->tokens; group++) {
    int n = a->tokens - group * KS_GROUP;
    if (n > KS_GROUP) n = KS_GROUP;
    size_t first = (size_t)group * KS_GROUP * (size_t)blocks;
    const int8_t *quants = a->quants + first * KS_BLOCK;
    const float *scales = a->scales + first, *sums = a->sums + first;
    const int32_t *offsets = a->offsets + 2 * first;
    for (int32_t tile = first_tile; tile < end_tile; tile++) {
      const uint8_t *data = w->data + (size_t)tile * w->tile_bytes;
      float *y = out + (size_t)(group * KS_GROUP) * out_stride + (size_t)tile * 16;
      int t = 0;
#define KS_TIMES(N)                                                                                             \
  for (; t + N <= n; t += N)                                                                                    \
    tile_times(packing, N, data, blocks, quants + t * KS_BLOCK, scales + t, sums + t, offsets + 2 * t, n,       \
               y + (size_t)t * out_stride, out_stride, accumulate);
      KS_TIMES(16)
      KS_TIMES(8)
      KS_TIMES(4)
      KS_TIMES(2)
      KS_TIMES(1)
#undef KS_TIMES
    }
  }
}

static void KS_NAME(matmul)(const ks_matrix *w, const ks_activations *a, int32_t first_tile, int32_t end_tile,
                            float *out, size_t out_stride, int32_t accumulate) {
  switch (w->packing) {
#define KS_CASE(P) \
  case P: matmul_packed(P, w, a, first_tile, end_tile, out, out_stride, accumulate); break;
    KS_CASE(KS_NIBBLES)
    KS_CASE(KS_BYTES)
    KS_CASE(KS_BYTES_MIN)
    KS_CASE(KS_SIXES_16)
    KS_CASE(KS_NIBBLES_256)
#undef KS_CASE
    default: KS_NAME(float_matmul)(w, a, first_tile, end_tile, out, out_stride, accumulate);
  }
}

#include "table.inc.h"
#pragma clang attribute pop
#endif
