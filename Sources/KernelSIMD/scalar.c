// The reference: no intrinsics. Every other form is tested against it, bit for bit.
#include "half.h"
#include "kernel_simd.h"
#include "vector.h"

#define KS_NAME(x) ks_scalar_##x
#define KS_LABEL "scalar"

KS_INLINE v16 ks_load_half16(const uint16_t *p) {
  v16 v;
  for (int i = 0; i < 16; i++) v[i] = half_to_float(p[i]);
  return v;
}
KS_INLINE void ks_dot_block(int32_t packing, const int8_t weights[8][16][4], const int8_t *quants, i16v *low, i16v *high) {
  (void)packing;
  for (int r = 0; r < 16; r++) {
    int32_t halves[2] = {0, 0};
    for (int g = 0; g < 8; g++)
      for (int i = 0; i < 4; i++) halves[g / 4] += weights[g][r][i] * quants[g * 4 + i];
    (*low)[r] = halves[0];
    (*high)[r] = halves[1];
  }
}

KS_INLINE i16v ks_dot_pairs(i16v sum, const int16_t *line, int32_t pair) {
  int16_t right[2];
  memcpy(right, &pair, sizeof right);
  for (int i = 0; i < 16; i++) sum[i] += line[2 * i] * right[0] + line[2 * i + 1] * right[1];
  return sum;
}

#include "scales.inc.h"
#include "body.inc.h"
#include "generic_matmul.inc.h"
#include "table.inc.h"
