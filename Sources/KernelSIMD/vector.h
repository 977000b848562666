// Vectors of 16 floats in the compiler's own vector types. Lane by lane the same operations run in the same order on
// every instruction set, so all forms of a kernel agree to the bit.
#pragma once

#include <stdint.h>
#include <string.h>

typedef float v16 __attribute__((vector_size(64), aligned(4)));
typedef int32_t i16v __attribute__((vector_size(64), aligned(4)));

#define KS_INLINE static inline __attribute__((always_inline))

KS_INLINE v16 v_load(const float *p) {
  v16 v;
  memcpy(&v, p, sizeof v);
  return v;
}
KS_INLINE void v_store(float *p, v16 v) { memcpy(p, &v, sizeof v); }
KS_INLINE v16 v_all(float x) { return (v16){x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x}; }
KS_INLINE v16 v_fma(v16 a, v16 b, v16 c) { return __builtin_elementwise_fma(a, b, c); }
// Lanes of `a` where the mask is all ones, of `b` where it is zero.
KS_INLINE v16 v_select(i16v mask, v16 a, v16 b) { return (v16)(((i16v)a & mask) | ((i16v)b & ~mask)); }
KS_INLINE v16 v_max(v16 a, v16 b) { return v_select(a > b, a, b); }

// Sums the lanes pairwise, always in the same tree.
KS_INLINE float v_sum(v16 v) {
  float x[16];
  memcpy(x, &v, sizeof x);
  for (int step = 8; step > 0; step /= 2)
    for (int i = 0; i < step; i++) x[i] += x[i + step];
  return x[0];
}
KS_INLINE float v_largest(v16 v) {
  float x[16];
  memcpy(x, &v, sizeof x);
  for (int step = 8; step > 0; step /= 2)
    for (int i = 0; i < step; i++) x[i] = x[i] > x[i + step] ? x[i] : x[i + step];
  return x[0];
}

// e^x to about 1 ulp: 2^n times a polynomial on [-ln 2 / 2, ln 2 / 2] (coefficients of the Taylor series to the 7th
// power, error below 2^-25 there). 0 below -87, as a masked position needs.
KS_INLINE v16 v_exp(v16 x) {
  v16 clamped = v_max(x, v_all(-87.0f));
  clamped = v_select(clamped > v_all(88.0f), v_all(88.0f), clamped);
  v16 n = __builtin_elementwise_roundeven(clamped * v_all(1.44269504f));
  v16 r = v_fma(n, v_all(-0.693359375f), clamped);
  r = v_fma(n, v_all(2.12194440e-4f), r);
  v16 p = v_all(1.0f / 5040);
  p = v_fma(p, r, v_all(1.0f / 720));
  p = v_fma(p, r, v_all(1.0f / 120));
  p = v_fma(p, r, v_all(1.0f / 24));
  p = v_fma(p, r, v_all(1.0f / 6));
  p = v_fma(p, r, v_all(0.5f));
  p = v_fma(p, r, v_all(1.0f));
  p = v_fma(p, r, v_all(1.0f));
  i16v bits = __builtin_convertvector(n, i16v) << 23;
  v16 out = (v16)((i16v)p + bits);
  return v_select(x < v_all(-87.0f), v_all(0.0f), out);
}
