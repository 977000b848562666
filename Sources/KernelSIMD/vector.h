// Vectors of 16 floats in the compiler's own vector types. Lane by lane the same operations run in the same order on
// every instruction set, so all forms of a kernel agree to the bit.
#pragma once

#include <stdint.h>
#include <string.h>

typedef float v16 __attribute__((vector_size(64), aligned(4)));
typedef int32_t i16v __attribute__((vector_size(64), aligned(4)));

// How far ahead weights are asked for, in bytes: of 8, 16, 24, 32, 64 and 128 KB, and the hints T0, T1 and NTA, what let
// two cores of Zen 5 read 61 GB/s for one token, and multiply at the speed of the second-level cache for eight.
#define KS_AHEAD 16384

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

// Sums, or takes the largest of, the lanes pairwise, always in the same tree: lane i with lane i + 8, then i + 4, ...
#define KS_FOLD(v, op)                                                                                        \
  typedef float v8 __attribute__((vector_size(32)));                                                          \
  typedef float v4 __attribute__((vector_size(16)));                                                          \
  typedef float v2 __attribute__((vector_size(8)));                                                           \
  v8 a8 = __builtin_shufflevector(v, v, 0, 1, 2, 3, 4, 5, 6, 7);                                              \
  v8 b8 = __builtin_shufflevector(v, v, 8, 9, 10, 11, 12, 13, 14, 15);                                        \
  v8 s8 = op(a8, b8);                                                                                         \
  v4 s4 = op(__builtin_shufflevector(s8, s8, 0, 1, 2, 3), __builtin_shufflevector(s8, s8, 4, 5, 6, 7));       \
  v2 s2 = op(__builtin_shufflevector(s4, s4, 0, 1), __builtin_shufflevector(s4, s4, 2, 3));                   \
  return op(s2[0], s2[1]);
#define KS_PLUS(a, b) ((a) + (b))

KS_INLINE float v_sum(v16 v) { KS_FOLD(v, KS_PLUS) }
KS_INLINE float v_largest(v16 v) { KS_FOLD(v, __builtin_elementwise_max) }

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
