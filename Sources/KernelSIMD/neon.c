// NEON with dot products (Armv8.2-A and later): Apple silicon, Graviton 2 and later.
#include "kernel_simd.h"

#if defined(__aarch64__)
#include <arm_neon.h>

#pragma clang attribute push(__attribute__((target("dotprod,fullfp16"))), apply_to = function)
#include "vector.h"

#define KS_NAME(x) ks_neon_##x
#define KS_LABEL "neon"

KS_INLINE v16 ks_load_half16(const uint16_t *p) {
  float32x4_t quarters[4];
  for (int i = 0; i < 4; i++) quarters[i] = vcvt_f32_f16(vreinterpret_f16_u16(vld1_u16(p + 4 * i)));
  v16 v;
  memcpy(&v, quarters, sizeof v);
  return v;
}
KS_INLINE void ks_dot_block(int32_t packing, const int8_t weights[8][16][4], const int8_t *quants, i16v *low, i16v *high) {
  (void)packing;
  int32x4_t sums[2][4];
  for (int half = 0; half < 2; half++) {
    int8x16_t a = vld1q_s8(quants + 16 * half);
    for (int rows = 0; rows < 4; rows++) {
      int32x4_t sum = vdupq_n_s32(0);
      sum = vdotq_laneq_s32(sum, vld1q_s8(weights[4 * half][4 * rows]), a, 0);
      sum = vdotq_laneq_s32(sum, vld1q_s8(weights[4 * half + 1][4 * rows]), a, 1);
      sum = vdotq_laneq_s32(sum, vld1q_s8(weights[4 * half + 2][4 * rows]), a, 2);
      sum = vdotq_laneq_s32(sum, vld1q_s8(weights[4 * half + 3][4 * rows]), a, 3);
      sums[half][rows] = sum;
    }
  }
  memcpy(low, sums[0], sizeof *low);
  memcpy(high, sums[1], sizeof *high);
}

KS_INLINE i16v ks_dot_pairs(i16v sum, const int16_t *line, int32_t pair) {
  int16x8_t right = vreinterpretq_s16_s32(vdupq_n_s32(pair));
  int32x4_t sums[4];
  memcpy(sums, &sum, sizeof sums);
  for (int i = 0; i < 4; i++) {
    int16x8_t left = vld1q_s16(line + 8 * i);
    int32x4_t low = vmull_s16(vget_low_s16(left), vget_low_s16(right)), high = vmull_high_s16(left, right);
    sums[i] = vaddq_s32(sums[i], vpaddq_s32(low, high));
  }
  memcpy(&sum, sums, sizeof sums);
  return sum;
}

#include "scales.inc.h"
#include "body.inc.h"
#include "generic_matmul.inc.h"
#include "table.inc.h"
#pragma clang attribute pop
#endif
