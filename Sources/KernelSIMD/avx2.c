// AVX2 with FMA and F16C: x86-64 processors since 2013.
#include "kernel_simd.h"

#if defined(__x86_64__)
#include <immintrin.h>

#pragma clang attribute push(__attribute__((target("avx2,fma,f16c"))), apply_to = function)
#include "vector.h"

#define KS_NAME(x) ks_avx2_##x
#define KS_LABEL "avx2"

KS_INLINE v16 ks_load_half16(const uint16_t *p) {
  __m256 halves[2] = {_mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)p)),
                      _mm256_cvtph_ps(_mm_loadu_si128((const __m128i *)(p + 8)))};
  v16 v;
  memcpy(&v, halves, sizeof v);
  return v;
}

// Pairs of products are added up in 16 bits as long as those hold them: 8 pairs of nibbles come to at most 8 × 2 × 15 × 127,
// 4 of KS_SIXES_16, as |w| × sign(w) a, to 4 × 2 × 32 × 127, and one of bytes to 2 × 128 × 127. So nothing saturates.
KS_INLINE void ks_dot_block(int32_t packing, const int8_t weights[8][16][4], const int8_t *quants, i16v *low, i16v *high) {
  const __m256i ones = _mm256_set1_epi16(1);
  const int is_nibbles = packing == KS_NIBBLES || packing == KS_NIBBLES_256;
  const int together = is_nibbles ? 8 : packing == KS_SIXES_16 ? 4 : 1;
  __m256i sums[2][2];
  for (int half = 0; half < 2; half++)
    for (int rows = 0; rows < 2; rows++) sums[half][rows] = _mm256_setzero_si256();
  for (int first = 0; first < 8; first += together)
    for (int rows = 0; rows < 2; rows++) {
      __m256i pairs = _mm256_setzero_si256();
      for (int g = first; g < first + together; g++) {
        int32_t four;
        memcpy(&four, quants + 4 * g, 4);
        __m256i a = _mm256_set1_epi32(four);
        __m256i w = _mm256_load_si256((const __m256i *)weights[g][8 * rows]);
        __m256i products =
            is_nibbles ? _mm256_maddubs_epi16(w, a) : _mm256_maddubs_epi16(_mm256_abs_epi8(w), _mm256_sign_epi8(a, w));
        pairs = _mm256_add_epi16(pairs, products);
      }
      sums[first / 4][rows] = _mm256_add_epi32(sums[first / 4][rows], _mm256_madd_epi16(pairs, ones));
    }
  memcpy(low, sums[0], sizeof *low);
  memcpy(high, sums[1], sizeof *high);
}

KS_INLINE i16v ks_dot_pairs(i16v sum, const int16_t *line, int32_t pair) {
  __m256i halves[2];
  memcpy(halves, &sum, sizeof halves);
  for (int i = 0; i < 2; i++) {
    __m256i left = _mm256_loadu_si256((const __m256i *)(const void *)(line + 16 * i));
    halves[i] = _mm256_add_epi32(halves[i], _mm256_madd_epi16(left, _mm256_set1_epi32(pair)));
  }
  memcpy(&sum, halves, sizeof halves);
  return sum;
}

#include "scales.inc.h"
#include "body.inc.h"
#include "generic_matmul.inc.h"
#include "table.inc.h"
#pragma clang attribute pop
#endif
