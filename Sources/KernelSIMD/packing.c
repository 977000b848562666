// From the blocks of a GGUF file to row tiles. The layouts of the source blocks are ggml's (ggml-common.h).
#include <string.h>

#include "half.h"
#include "kernel_simd.h"
#include "vector.h"

float ks_float_from_half(uint16_t half) { return half_to_float(half); }
uint16_t ks_half_from_float(float value) { return float_to_half(value); }

int32_t ks_packing_of(int32_t type) {
  switch (type) {
    case KS_Q4_0: case KS_Q4_1: return KS_NIBBLES;
    case KS_Q4_K: return KS_NIBBLES_256;
    case KS_Q5_0: case KS_Q8_0: return KS_BYTES;
    case KS_Q5_1: case KS_Q5_K: return KS_BYTES_MIN;
    case KS_Q6_K: return KS_SIXES_16;
    case KS_F32: case KS_F16: case KS_BF16: return KS_FLOATS;
    default: return -1;
  }
}

size_t ks_tile_bytes(int32_t packing, int32_t columns) {
  size_t blocks = (size_t)columns / KS_BLOCK;
  switch (packing) {
    case KS_NIBBLES: return blocks * (256 + 64);
    case KS_BYTES: return (blocks * (512 + 32) + 63) & ~(size_t)63;
    case KS_BYTES_MIN: return blocks * (512 + 64);
    case KS_SIXES_16: return blocks * 384 + blocks / 8 * KS_SIXES_16_BYTES;
    case KS_NIBBLES_256: return blocks * 256 + blocks / 8 * KS_NIBBLES_256_BYTES;
    default: return (size_t)columns * KS_TILE_ROWS * sizeof(float);
  }
}

static size_t quant_bytes(int32_t packing) {
  switch (packing) {
    case KS_NIBBLES: case KS_NIBBLES_256: return 256;
    case KS_SIXES_16: return 384;
    default: return 512;
  }
}

static uint16_t load_u16(const uint8_t *p) {
  uint16_t v;
  memcpy(&v, p, 2);
  return v;
}

// 32 weights of one row: small unsigned integers q with weight = q * scale + min, or, with two scales, one for each 16.
typedef struct {
  uint8_t q[32];
  float scale[2];
  float min;
  // The same as it stands in the file, where 256 weights share a factor of the scales and one of the mins.
  uint16_t factor, min_factor;
  uint8_t scale_code[2], min_code;
} row_block;

// Scale and min number `i` of the 12 packed bytes of a Q4_K or Q5_K super-block: 6 bits each.
static void scale_min_k(int i, const uint8_t *packed, uint8_t *scale, uint8_t *min) {
  if (i < 4) {
    *scale = packed[i] & 63;
    *min = packed[i + 4] & 63;
  } else {
    *scale = (uint8_t)((packed[i + 4] & 15) | ((packed[i - 4] >> 6) << 4));
    *min = (uint8_t)((packed[i + 4] >> 4) | ((packed[i] >> 6) << 4));
  }
}

// Block number `b` (32 columns) of a row. Offsets: Q5_0 and Q8_0 by 128 (so 8-bit), Q6_K by 32.
KS_INLINE void read_block(int32_t type, const uint8_t *row, int b, row_block *out) {
  out->min = 0;
  switch (type) {
    case KS_Q4_0: case KS_Q4_1: {
      int has_min = type == KS_Q4_1;
      const uint8_t *p = row + (size_t)b * (has_min ? 20 : 18);
      float d = half_to_float(load_u16(p));
      out->scale[0] = d;
      out->min = has_min ? half_to_float(load_u16(p + 2)) : -8 * d;
      const uint8_t *q = p + (has_min ? 4 : 2);
      for (int j = 0; j < 16; j++) {
        out->q[j] = q[j] & 15;
        out->q[j + 16] = q[j] >> 4;
      }
      break;
    }
    case KS_Q5_0: case KS_Q5_1: {
      int has_min = type == KS_Q5_1;
      const uint8_t *p = row + (size_t)b * (has_min ? 24 : 22);
      out->scale[0] = half_to_float(load_u16(p));
      if (has_min) out->min = half_to_float(load_u16(p + 2));
      uint32_t high;
      memcpy(&high, p + (has_min ? 4 : 2), 4);
      const uint8_t *q = p + (has_min ? 8 : 6);
      uint8_t offset = has_min ? 128 : 128 - 16;
      for (int j = 0; j < 16; j++) {
        out->q[j] = (uint8_t)(((q[j] & 15) | ((high >> j & 1) << 4)) + offset);
        out->q[j + 16] = (uint8_t)(((q[j] >> 4) | ((high >> (j + 16) & 1) << 4)) + offset);
      }
      break;
    }
    case KS_Q8_0: {
      const uint8_t *p = row + (size_t)b * 34;
      out->scale[0] = half_to_float(load_u16(p));
      for (int j = 0; j < 32; j++) out->q[j] = p[2 + j] ^ 0x80;
      break;
    }
    case KS_Q4_K: case KS_Q5_K: {
      int five = type == KS_Q5_K;
      const uint8_t *p = row + (size_t)(b / 8) * (five ? 176 : 144);
      int i = b % 8;
      scale_min_k(i, p + 4, &out->scale_code[0], &out->min_code);
      out->factor = load_u16(p);
      out->min_factor = load_u16(p + 2);
      out->scale[0] = half_to_float(out->factor) * (float)out->scale_code[0];
      out->min = -half_to_float(out->min_factor) * (float)out->min_code;
      const uint8_t *q = p + (five ? 48 : 16) + (i / 2) * 32;
      int shift = (i & 1) * 4;
      if (five) {
        for (int j = 0; j < 32; j++)
          out->q[j] = (uint8_t)((((q[j] >> shift) & 15) | ((p[16 + j] >> i & 1) << 4)) + 128);
      } else {
        for (int j = 0; j < 32; j++) out->q[j] = (q[j] >> shift) & 15;
      }
      break;
    }
    case KS_Q6_K: {
      const uint8_t *p = row + (size_t)(b / 8) * 210;
      int i = b % 8;  // 32 of the 256 weights: half of the super-block, then quarter of the half
      int half = i / 4, quarter = i % 4;
      const uint8_t *low = p + half * 64 + (quarter & 1) * 32;
      const uint8_t *high = p + 128 + half * 32;
      const int8_t *scales = (const int8_t *)(p + 192) + half * 8 + quarter * 2;
      out->factor = load_u16(p + 208);
      memcpy(out->scale_code, scales, 2);
      float d = half_to_float(out->factor);
      out->scale[0] = d * scales[0];
      out->scale[1] = d * scales[1];
      int low_shift = quarter < 2 ? 0 : 4;
      for (int j = 0; j < 32; j++)
        out->q[j] = (uint8_t)(((low[j] >> low_shift) & 15) | (((high[j] >> (2 * quarter)) & 3) << 4));
      break;
    }
  }
}

KS_INLINE void write_quants(int32_t packing, const row_block rows[KS_TILE_ROWS],
                             uint8_t *quants) {
  uint32_t words[8][KS_TILE_ROWS];  // [columns / 4][rows], four quants each
  for (int r = 0; r < KS_TILE_ROWS; r++) {
    uint32_t line[8];
    memcpy(line, rows[r].q, 32);
    for (int g = 0; g < 8; g++) words[g][r] = line[g];
  }
  if (quant_bytes(packing) == 512) {
    memcpy(quants, words, 512);
    return;
  }
  uint32_t *out = (uint32_t *)(void *)quants;
  for (int g = 0; g < 4; g++)
    for (int r = 0; r < KS_TILE_ROWS; r++)
      out[g * 16 + r] = (words[g][r] & 0x0f0f0f0fu) | ((words[g + 4][r] & 0x0f0f0f0fu) << 4);
  if (packing != KS_SIXES_16) return;
  // Two lines of upper bits: line h holds, in bits 2i..2i+1 of each byte, those of columns group 4h + i.
  for (int h = 0; h < 2; h++)
    for (int r = 0; r < KS_TILE_ROWS; r++) {
      uint32_t bits = 0;
      for (int i = 0; i < 4; i++) bits |= ((words[4 * h + i][r] >> 4) & 0x03030303u) << (2 * i);
      out[64 + h * 16 + r] = bits;
    }
}

// Scales and mins of block `b` of a tile whose scales begin at `out`.
KS_INLINE void write_scales(int32_t packing, const row_block rows[KS_TILE_ROWS], int b, uint8_t *out) {
  switch (packing) {
    case KS_NIBBLES_256: {
      out += (size_t)(b / 8) * KS_NIBBLES_256_BYTES;
      for (int r = 0; r < KS_TILE_ROWS && b % 8 == 0; r++) {
        memcpy(out + 2 * r, &rows[r].factor, 2);
        memcpy(out + 32 + 2 * r, &rows[r].min_factor, 2);
      }
      out += 64 + 24 * (b % 8);
      for (int r = 0; r < KS_TILE_ROWS; r++)
        out[r] = (uint8_t)(rows[r].scale_code[0] | (rows[r].min_code >> 4) << 6);
      for (int r = 0; r < 8; r++)
        out[16 + r] = (uint8_t)((rows[r].min_code & 15) | (rows[r + 8].min_code & 15) << 4);
      return;
    }
    case KS_SIXES_16:
      out += (size_t)(b / 8) * KS_SIXES_16_BYTES;
      for (int r = 0; r < KS_TILE_ROWS && b % 8 == 0; r++) memcpy(out + 2 * r, &rows[r].factor, 2);
      out += 32 + 32 * (b % 8);
      for (int r = 0; r < KS_TILE_ROWS; r++) {
        out[r] = rows[r].scale_code[0];
        out[16 + r] = rows[r].scale_code[1];
      }
      return;
    default: {
      int has_min = packing != KS_BYTES;
      uint16_t *halves = (uint16_t *)(void *)out + (size_t)b * (has_min ? 32 : 16);
      for (int r = 0; r < KS_TILE_ROWS; r++) {
        halves[r] = float_to_half(rows[r].scale[0]);
        if (has_min) halves[16 + r] = float_to_half(rows[r].min);
      }
    }
  }
}

static void pack_floats(int32_t type, const uint8_t *source, size_t row_bytes, int32_t rows, int32_t columns,
                        int32_t tile, float *out) {
  for (int r = 0; r < KS_TILE_ROWS; r++) {
    int row = tile * KS_TILE_ROWS + r;
    for (int c = 0; c < columns; c++) {
      float value = 0;
      if (row < rows) {
        const uint8_t *p = source + (size_t)row * row_bytes;
        ks_dequantize(type, p + (size_t)c * (type == KS_F32 ? 4 : 2), 1, &value);
      }
      out[(size_t)c * KS_TILE_ROWS + r] = value;
    }
  }
}

// One tile. `type` is a constant in every call, so that each type has a loop of its own.
KS_INLINE void pack_tile(int32_t type, const uint8_t *source, size_t row_bytes, int32_t rows, int32_t columns, int32_t tile, uint8_t *out) {
  const int32_t packing = ks_packing_of(type);
  const int blocks = columns / KS_BLOCK;
  const size_t quants = quant_bytes(packing);
  for (int b = 0; b < blocks; b++) {
    row_block block[KS_TILE_ROWS];
    for (int r = 0; r < KS_TILE_ROWS; r++) {
      int row = tile * KS_TILE_ROWS + r;
      if (row < rows) {
        read_block(type, source + (size_t)row * row_bytes, b, &block[r]);
      } else {
        memset(&block[r], 0, sizeof block[r]);
      }
    }
    write_quants(packing, block, out + quants * (size_t)b);
    write_scales(packing, block, b, out + quants * (size_t)blocks);
  }
}

void ks_pack(int32_t type, const uint8_t *source, size_t row_bytes, int32_t rows, int32_t columns, int32_t first_tile,
             int32_t end_tile, uint8_t *data) {
  size_t tile_bytes = ks_tile_bytes(ks_packing_of(type), columns);
  for (int32_t tile = first_tile; tile < end_tile; tile++) {
    uint8_t *out = data + (size_t)tile * tile_bytes;
    switch (type) {
#define KS_CASE(T) \
  case T: pack_tile(T, source, row_bytes, rows, columns, tile, out); break;
      KS_CASE(KS_Q4_0)
      KS_CASE(KS_Q4_1)
      KS_CASE(KS_Q5_0)
      KS_CASE(KS_Q5_1)
      KS_CASE(KS_Q8_0)
      KS_CASE(KS_Q4_K)
      KS_CASE(KS_Q5_K)
      KS_CASE(KS_Q6_K)
#undef KS_CASE
      default: pack_floats(type, source, row_bytes, rows, columns, tile, (float *)(void *)out);
    }
  }
}

void ks_dequantize(int32_t type, const uint8_t *source, int32_t count, float *out) {
  switch (type) {
    case KS_F32: memcpy(out, source, (size_t)count * 4); return;
    case KS_F16:
      for (int i = 0; i < count; i++) out[i] = half_to_float(load_u16(source + 2 * (size_t)i));
      return;
    case KS_BF16:
      for (int i = 0; i < count; i++) {
        uint32_t bits = (uint32_t)load_u16(source + 2 * (size_t)i) << 16;
        memcpy(out + i, &bits, 4);
      }
      return;
  }
  int offset = 0;
  switch (ks_packing_of(type)) {
    case KS_BYTES: case KS_BYTES_MIN: offset = 128; break;
    case KS_SIXES_16: offset = 32; break;
  }
  int two = type == KS_Q6_K;
  for (int b = 0; b < count / KS_BLOCK; b++) {
    row_block block;
    read_block(type, source, b, &block);
    for (int j = 0; j < KS_BLOCK; j++)
      out[b * KS_BLOCK + j] = (float)(block.q[j] - offset) * block.scale[two ? j / 16 : 0] + block.min;
  }
}
