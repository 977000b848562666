// Attention to one page of the KV cache in 16-bit integers, included once for each instruction set after KS_NAME(x) and
// ks_dot_pairs are defined for it:
//
//   sum[i] + line[2i] × low half of pair + line[2i + 1] × high half of pair     ks_dot_pairs(sum, line, pair)
//
// Keys and queries have a scale for each 32 dimensions, since some models' keys have a few very large ones (8 bits were
// tried: they put Qwen2.5 0.5B's log-probabilities 0.12 from the exact ones, on average, instead of 0.03). Values have a
// scale for each position. Attention weights are quantised against the largest of the page, so that a page all of whose
// weights are small beside those of another page keeps its share. All quants are so small that no sum of products leaves
// 32 bits. Integer sums are exact, so the order of positions within a page does not matter, and pages are added in their
// order by whoever calls.

#define KS_LINE 32  // numbers in 64 bytes
#define KS_PAGE_VECTORS (KS_PAGE / 16)
// Queries and vectors of values whose sums fit the registers together.
#define KS_ATTEND_QUERIES 4
#define KS_VALUE_VECTORS 4

// Largest quants: 32 × 8191 × 8191 and 64 × 4095 × 8191 are below 2^31.
#define KS_KEY_MOST 8191
#define KS_WEIGHT_MOST 4095

KS_INLINE int32_t KS_NAME(pair)(const int16_t *p) {
  int32_t x;
  memcpy(&x, p, 4);
  return x;
}

// e^x for x <= 0, to 3e-6 of its value: 2^n times the Taylor polynomial of 2^f to the 5th power on [-1/2, 1/2]. 1e-38
// below -87.
KS_INLINE v16 KS_NAME(exp_down)(v16 x) {
  v16 y = v_max(x, v_all(-87.0f)) * v_all(1.44269504f);
  v16 n = __builtin_elementwise_roundeven(y);
  v16 f = y - n;
  v16 p = v_all(1.3333558e-3f);
  p = v_fma(p, f, v_all(9.6181291e-3f));
  p = v_fma(p, f, v_all(5.5504109e-2f));
  p = v_fma(p, f, v_all(2.4022651e-1f));
  p = v_fma(p, f, v_all(6.9314718e-1f));
  p = v_fma(p, f, v_all(1.0f));
  return (v16)((i16v)p + (__builtin_convertvector(n, i16v) << 23));
}

// Quantises `n` (a multiple of 16) floats; returns the scale.
KS_INLINE float KS_NAME(quantize_some)(const float *x, int n, int16_t *out) {
  typedef int16_t s16 __attribute__((vector_size(32)));
  v16 largest = v_all(0);
  for (int i = 0; i < n; i += 16) largest = v_max(largest, __builtin_elementwise_abs(v_load(x + i)));
  float most = v_largest(largest);
  v16 inverse = v_all(most > 0 ? KS_KEY_MOST / most : 0);
  for (int i = 0; i < n; i += 16) {
    s16 quants = __builtin_convertvector(
        __builtin_convertvector(__builtin_elementwise_roundeven(v_load(x + i) * inverse), i16v), s16);
    memcpy(out + i, &quants, sizeof quants);
  }
  return most / KS_KEY_MOST;
}

static void KS_NAME(quantize_query)(const float *x, int32_t dimensions, int16_t *quants, float *scales) {
  for (int d = 0, b = 0; d < dimensions; d += KS_BLOCK, b++)
    scales[b] = KS_NAME(quantize_some)(x + d, dimensions - d < KS_BLOCK ? dimensions - d : KS_BLOCK, quants + d);
}

static void KS_NAME(store_kv)(uint8_t *page, int32_t slot, const float *key, const float *value, int32_t dimensions) {
  const ks_page_parts parts = ks_parts_of(page, dimensions);
  for (int d = 0, b = 0; d < dimensions; d += KS_BLOCK, b++) {
    int n = dimensions - d < KS_BLOCK ? dimensions - d : KS_BLOCK;
    int16_t quants[KS_BLOCK];
    parts.key_scales[b * KS_PAGE + slot] = KS_NAME(quantize_some)(key + d, n, quants);
    for (int i = 0; i < n; i += 2) memcpy(parts.keys + (size_t)(d + i) * KS_PAGE + 2 * slot, quants + i, 4);
  }
  int16_t *line = parts.values + (size_t)(slot / 2) * 2 * (size_t)dimensions + slot % 2;
  int16_t quants[KS_MOST_DIMENSIONS];
  parts.value_scales[slot] = KS_NAME(quantize_some)(value, dimensions, quants);
  for (int d = 0; d < dimensions; d++) line[2 * d] = quants[d];
}

// `count` is a constant in every call.
KS_INLINE void KS_NAME(attend_some)(const ks_queries *queries, int first_query, int count, const ks_page_parts *page,
                                    const int32_t *from, const int32_t *to, float *maxima, float *sums,
                                    float *accumulators) {
  const int dimensions = queries->dimensions, blocks = (dimensions + KS_BLOCK - 1) / KS_BLOCK;
  const int16_t *quants = queries->quants + (size_t)first_query * (size_t)dimensions;
  const float *scales = queries->scales + (size_t)first_query * (size_t)blocks;

  v16 scores[KS_ATTEND_QUERIES][KS_PAGE_VECTORS];
  for (int q = 0; q < count; q++)
    for (int s = 0; s < KS_PAGE_VECTORS; s++) scores[q][s] = v_all(0);
  for (int b = 0; b < blocks; b++) {
    i16v dots[KS_ATTEND_QUERIES][KS_PAGE_VECTORS];
    for (int q = 0; q < count; q++)
      for (int s = 0; s < KS_PAGE_VECTORS; s++) dots[q][s] = (i16v){};
    int end = dimensions < (b + 1) * KS_BLOCK ? dimensions : (b + 1) * KS_BLOCK;
    for (int d = b * KS_BLOCK; d < end; d += 2) {
      const int16_t *line = page->keys + (size_t)d * KS_PAGE;
      for (int q = 0; q < count; q++) {
        int32_t two = KS_NAME(pair)(quants + q * dimensions + d);
        for (int s = 0; s < KS_PAGE_VECTORS; s++) dots[q][s] = ks_dot_pairs(dots[q][s], line + KS_LINE * s, two);
      }
    }
    for (int s = 0; s < KS_PAGE_VECTORS; s++) {
      v16 key_scale = v_load(page->key_scales + b * KS_PAGE + 16 * s);
      for (int q = 0; q < count; q++)
        scores[q][s] = v_fma(__builtin_convertvector(dots[q][s], v16), key_scale * v_all(scales[q * blocks + b]),
                             scores[q][s]);
    }
  }

  const i16v lanes = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
  int16_t weights[KS_ATTEND_QUERIES][KS_PAGE];
  float totals[KS_ATTEND_QUERIES], weight_scales[KS_ATTEND_QUERIES];
  v16 differences = v_all(0);  // lane q: maximum before, lane 8 + q: maximum of the page, both less the new one
  int last = 0, first = KS_PAGE;
  for (int q = 0; q < count; q++) {
    int partial = from[q] > 0 || to[q] < KS_PAGE;
    if (to[q] > last) last = to[q];
    if (from[q] < first) first = from[q];
    v16 *score = scores[q];
    v16 largest = v_all(-__builtin_inff());
    for (int s = 0; s < KS_PAGE_VECTORS; s++) {
      if (partial) {
        i16v place = lanes + 16 * s;
        score[s] = v_select((place >= (i16v){} + from[q]) & (place < (i16v){} + to[q]), score[s],
                            v_all(-__builtin_inff()));
      }
      largest = v_max(largest, score[s]);
    }
    float highest = v_largest(largest);
    v16 total = v_all(0), heaviest = v_all(0);
    for (int s = 0; s < KS_PAGE_VECTORS; s++) {
      v16 p = KS_NAME(exp_down)(score[s] - v_all(highest));
      total = total + p;
      score[s] = p * v_load(page->value_scales + 16 * s);
      if (partial) {
        i16v place = lanes + 16 * s;
        score[s] = v_select((place >= (i16v){} + from[q]) & (place < (i16v){} + to[q]), score[s], v_all(0));
      }
      heaviest = v_max(heaviest, score[s]);
    }
    totals[q] = v_sum(total);
    float weight = v_largest(heaviest);
    weight_scales[q] = weight / KS_WEIGHT_MOST;
    v16 inverse = v_all(weight > 0 ? KS_WEIGHT_MOST / weight : 0);
    for (int s = 0; s < KS_PAGE_VECTORS; s++) {
      typedef int16_t s16 __attribute__((vector_size(32)));
      s16 quants16 = __builtin_convertvector(
          __builtin_convertvector(__builtin_elementwise_roundeven(score[s] * inverse), i16v), s16);
      memcpy(weights[q] + 16 * s, &quants16, sizeof quants16);
    }
    float now = highest > maxima[q] ? highest : maxima[q];
    differences[q] = maxima[q] - now;
    differences[8 + q] = highest - now;
    maxima[q] = now;
  }
  float factors[16];
  v_store(factors, KS_NAME(exp_down)(differences));
  for (int q = 0; q < count; q++) {
    sums[q] = sums[q] * factors[q] + totals[q] * factors[8 + q];
    factors[8 + q] *= weight_scales[q];
  }

  const int first_pair = first / 2, end_pair = (last + 1) / 2;
#define KS_VALUES(T)                                                                                             \
  for (; d + 16 * T <= dimensions; d += 16 * T) {                                                                \
    i16v dots[KS_ATTEND_QUERIES][T];                                                                             \
    for (int q = 0; q < count; q++)                                                                              \
      for (int t = 0; t < T; t++) dots[q][t] = (i16v){};                                                         \
    for (int pair = first_pair; pair < end_pair; pair++) {                                                       \
      const int16_t *line = page->values + 2 * ((size_t)pair * (size_t)dimensions + (size_t)d);                  \
      for (int q = 0; q < count; q++) {                                                                          \
        int32_t two = KS_NAME(pair)(weights[q] + 2 * pair);                                                      \
        for (int t = 0; t < T; t++) dots[q][t] = ks_dot_pairs(dots[q][t], line + KS_LINE * t, two);              \
      }                                                                                                          \
    }                                                                                                            \
    for (int q = 0; q < count; q++)                                                                              \
      for (int t = 0; t < T; t++) {                                                                              \
        float *y = accumulators + q * dimensions + d + 16 * t;                                                   \
        v_store(y, v_fma(__builtin_convertvector(dots[q][t], v16), v_all(factors[8 + q]),                        \
                         v_load(y) * v_all(factors[q])));                                                        \
      }                                                                                                          \
  }
  int d = 0;
  KS_VALUES(KS_VALUE_VECTORS)
  KS_VALUES(2)
  KS_VALUES(1)
#undef KS_VALUES
}

static void KS_NAME(attend)(const ks_queries *queries, int32_t first, int32_t count, const uint8_t *page,
                            const int32_t *from, const int32_t *to, float *maxima, float *sums, float *accumulators) {
  const ks_page_parts parts = ks_parts_of((uint8_t *)page, queries->dimensions);
  int q = 0;
#define KS_ATTEND(N)                                                                                              \
  for (; q + N <= count; q += N)                                                                                  \
    KS_NAME(attend_some)(queries, first + q, N, &parts, from + q, to + q, maxima + q, sums + q,                   \
                         accumulators + (size_t)q * (size_t)queries->dimensions);
  KS_ATTEND(4)
  KS_ATTEND(3)
  KS_ATTEND(2)
  KS_ATTEND(1)
#undef KS_ATTEND
}
