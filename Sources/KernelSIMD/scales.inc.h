// Scales and mins of packed blocks as floats, included once for each instruction set after ks_load_half16 is defined.

// Bytes of one block's quants.
KS_INLINE size_t ks_quant_bytes(int packing) {
  switch (packing) {
    case KS_NIBBLES: case KS_NIBBLES_256: return 256;
    case KS_SIXES_16: return 384;
    default: return 512;
  }
}

// Scale of block `b` in `*scale`; in `*second` its min, or, for KS_SIXES_16, the scale of its columns 16..31.
KS_INLINE void ks_block_scales(int packing, const uint8_t *scales, int b, v16 *scale, v16 *second) {
  typedef uint8_t u16 __attribute__((vector_size(16)));
  typedef int8_t s16 __attribute__((vector_size(16)));
  switch (packing) {
    case KS_NIBBLES_256: {
      const uint8_t *group = scales + (size_t)(b / 8) * KS_NIBBLES_256_BYTES, *block = group + 64 + 24 * (b % 8);
      u16 codes, low = {0};
      memcpy(&codes, block, 16);
      memcpy(&low, block + 16, 8);
      u16 low_bits = __builtin_shufflevector(low & 15, low >> 4, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23);
      u16 mins = (codes >> 6 << 4) | low_bits;
      *scale = __builtin_convertvector(__builtin_convertvector(codes & 63, i16v), v16) *
               ks_load_half16((const uint16_t *)(const void *)group);
      *second = __builtin_convertvector(__builtin_convertvector(mins, i16v), v16) *
                -ks_load_half16((const uint16_t *)(const void *)(group + 32));
      break;
    }
    case KS_SIXES_16: {
      const uint8_t *group = scales + (size_t)(b / 8) * KS_SIXES_16_BYTES, *block = group + 32 + 32 * (b % 8);
      v16 factor = ks_load_half16((const uint16_t *)(const void *)group);
      s16 first, last;
      memcpy(&first, block, 16);
      memcpy(&last, block + 16, 16);
      *scale = __builtin_convertvector(__builtin_convertvector(first, i16v), v16) * factor;
      *second = __builtin_convertvector(__builtin_convertvector(last, i16v), v16) * factor;
      break;
    }
    case KS_BYTES: *scale = *second = ks_load_half16((const uint16_t *)(const void *)scales + 16 * (size_t)b); break;
    default:
      *scale = ks_load_half16((const uint16_t *)(const void *)scales + 32 * (size_t)b);
      *second = ks_load_half16((const uint16_t *)(const void *)scales + 32 * (size_t)b + 16);
  }
}
