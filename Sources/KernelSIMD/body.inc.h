// The kernels, included once for each instruction set after KS_NAME(x) is defined for it, and what attend.inc.h and
// generic_matmul.inc.h ask for.
#include "attend.inc.h"

static void KS_NAME(rms_norm)(const float *x, const float *w, float epsilon, float *y, int32_t n) {
  v16 sum = v_all(0);
  for (int i = 0; i < n; i += 16) {
    v16 v = v_load(x + i);
    sum = v_fma(v, v, sum);
  }
  v16 factor = v_all(1.0f / __builtin_sqrtf(v_sum(sum) / (float)n + epsilon));
  for (int i = 0; i < n; i += 16) v_store(y + i, v_load(x + i) * factor * v_load(w + i));
}

static void KS_NAME(add)(float *y, const float *x, int32_t n) {
  for (int i = 0; i < n; i++) y[i] += x[i];
}

static void KS_NAME(scale)(float *y, float s, int32_t n) {
  for (int i = 0; i < n; i++) y[i] *= s;
}

static void KS_NAME(silu_times)(float *gate, const float *up, int32_t n) {
  for (int i = 0; i < n; i += 16) {
    v16 g = v_load(gate + i);
    v_store(gate + i, g / (v_all(1) + v_exp(-g)) * v_load(up + i));
  }
}

// x/2 (1 + tanh(√(2/π)(x + 0.044715 x³))) = x / (1 + e^(-2 √(2/π)(x + 0.044715 x³))) (arXiv 1606.08415).
static void KS_NAME(gelu_times)(float *gate, const float *up, int32_t n) {
  for (int i = 0; i < n; i += 16) {
    v16 g = v_load(gate + i);
    v16 inner = g * v_fma(g * g, v_all(0.044715f), v_all(1));
    v_store(gate + i, g / (v_all(1) + v_exp(inner * v_all(-1.5957691216f))) * v_load(up + i));
  }
}

static void KS_NAME(rope)(float *x, const float *cosines, const float *sines, int32_t n, int32_t split) {
  int half = n / 2;
  if (split) {
    for (int i = 0; i < half; i++) {
      float a = x[i], b = x[i + half];
      x[i] = a * cosines[i] - b * sines[i];
      x[i + half] = a * sines[i] + b * cosines[i];
    }
  } else {
    for (int i = 0; i < half; i++) {
      float a = x[2 * i], b = x[2 * i + 1];
      x[2 * i] = a * cosines[i] - b * sines[i];
      x[2 * i + 1] = a * sines[i] + b * cosines[i];
    }
  }
}

static void KS_NAME(quantize)(const ks_activations *a, int32_t token, const float *x, int32_t from, int32_t to) {
  int32_t columns = a->columns, blocks = columns / KS_BLOCK;
  int32_t group = token / KS_GROUP, lane = token % KS_GROUP;
  int32_t n = a->tokens - group * KS_GROUP;
  if (n > KS_GROUP) n = KS_GROUP;
  int8_t *quants = a->quants + (size_t)group * KS_GROUP * (size_t)columns;
  size_t first = (size_t)group * KS_GROUP * (size_t)blocks;
  float *scales = a->scales + first, *sums = a->sums + first;
  int32_t *offsets = a->offsets + 2 * first;
  for (int b = from / KS_BLOCK; b < to / KS_BLOCK; b++) {
    v16 lo = v_load(x + b * KS_BLOCK), hi = v_load(x + b * KS_BLOCK + 16);
    float largest = v_largest(v_max(__builtin_elementwise_abs(lo), __builtin_elementwise_abs(hi)));
    float scale = largest / 127.0f;
    float inverse = largest > 0 ? 127.0f / largest : 0;
    v16 all = v_all(inverse);
    i16v qlo = __builtin_convertvector(__builtin_elementwise_roundeven(lo * all), i16v);
    i16v qhi = __builtin_convertvector(__builtin_elementwise_roundeven(hi * all), i16v);
    typedef int8_t c16 __attribute__((vector_size(16)));
    c16 clo = __builtin_convertvector(qlo, c16), chi = __builtin_convertvector(qhi, c16);
    size_t at = (size_t)b * (size_t)n + (size_t)lane;
    memcpy(quants + at * KS_BLOCK, &clo, 16);
    memcpy(quants + at * KS_BLOCK + 16, &chi, 16);
    int32_t slo = __builtin_reduce_add(qlo), shi = __builtin_reduce_add(qhi);
    scales[at] = scale;
    sums[at] = scale * (float)(slo + shi);
    offsets[2 * at] = -32 * slo;
    offsets[2 * at + 1] = -32 * shi;
  }
  if (a->floats) memcpy(a->floats + (size_t)token * (size_t)columns + from, x + from, (size_t)(to - from) * sizeof(float));
}

static float KS_NAME(maximum)(const float *x, int32_t n) {
  v16 m = v_all(-__builtin_inff());
  int i = 0;
  for (; i + 16 <= n; i += 16) m = v_max(m, v_load(x + i));
  float best = v_largest(m);
  for (; i < n; i++) best = x[i] > best ? x[i] : best;
  return best;
}

static int32_t KS_NAME(at_least)(const float *x, int32_t n, float threshold, int32_t *indices, int32_t limit) {
  int32_t found = 0;
  for (int i = 0; i < n; i += 16) {
    int any = 1;
    if (i + 16 <= n) any = __builtin_reduce_or(v_load(x + i) >= v_all(threshold)) != 0;
    if (!any) continue;
    for (int j = i; j < n && j < i + 16; j++)
      if (x[j] >= threshold) {
        if (found < limit) indices[found] = j;
        found++;
      }
  }
  return found;
}

static double KS_NAME(sum_exp)(const float *x, int32_t n, float shift) {
  double total = 0;
  int i = 0;
  for (; i + 16 <= n; i += 16) total += (double)v_sum(v_exp(v_load(x + i) - v_all(shift)));
  if (i < n) {
    v16 rest = v_all(-__builtin_inff());
    for (int j = 0; i + j < n; j++) rest[j] = x[i + j] - shift;
    total += (double)v_sum(v_exp(rest));
  }
  return total;
}

// A tile of float weights times one token.
KS_INLINE void KS_NAME(float_tile)(const ks_matrix *w, int32_t tile, const float *x, float *out, int32_t accumulate) {
  const float *weights = (const float *)(w->data + (size_t)tile * w->tile_bytes);
  v16 sum = accumulate ? v_load(out) : v_all(0);
  for (int c = 0; c < w->columns; c++) sum = v_fma(v_load(weights + (size_t)c * 16), v_all(x[c]), sum);
  v_store(out, sum);
}

static void KS_NAME(float_matmul)(const ks_matrix *w, const ks_activations *a, int32_t first_tile, int32_t end_tile,
                                  float *out, size_t out_stride, int32_t accumulate) {
  for (int32_t tile = first_tile; tile < end_tile; tile++)
    for (int32_t t = 0; t < a->tokens; t++)
      KS_NAME(float_tile)(w, tile, a->floats + (size_t)t * (size_t)a->columns,
                          out + (size_t)t * out_stride + (size_t)tile * 16, accumulate);
}
