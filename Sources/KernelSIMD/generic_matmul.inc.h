// The integer matrix product for instruction sets without a 64-byte dot product: a block is unpacked to signed bytes
// once and then multiplied with each token by ks_dot_block(packing, weights, quants, low, high), which gives the exact integer
// dot products of columns 0..15 and 16..31 for 16 rows. Only of KS_SIXES_16 are the two halves told apart: of other packings
// their sum counts. Weights of nibbles are 0..15, those of KS_SIXES_16 are -32..31, activations are -127..127.

KS_INLINE void KS_NAME(unpack_block)(int32_t packing, const uint8_t *quants, int8_t out[8][16][4]) {
  typedef uint8_t line __attribute__((vector_size(64)));
  line w[8];
  switch (packing) {
    case KS_NIBBLES:
    case KS_NIBBLES_256:
    case KS_SIXES_16:
      for (int j = 0; j < 4; j++) {
        line x;
        memcpy(&x, quants + 64 * j, 64);
        w[j] = x & 15;
        w[j + 4] = x >> 4;
      }
      if (packing == KS_SIXES_16)
        for (int h = 0; h < 2; h++) {
          line x;
          memcpy(&x, quants + 256 + 64 * h, 64);
          w[4 * h] |= x << 4 & 0x30;
          w[4 * h + 1] |= x << 2 & 0x30;
          w[4 * h + 2] |= x & 0x30;
          w[4 * h + 3] |= x >> 2 & 0x30;
          for (int j = 4 * h; j < 4 * h + 4; j++) w[j] -= 32;
        }
      break;
    default:
      memcpy(w, quants, sizeof w);
      for (int j = 0; j < 8; j++) w[j] ^= 0x80;
  }
  memcpy(out, w, sizeof w);
}

// `packing` is a constant in every call.
KS_INLINE void KS_NAME(packed_matmul)(int32_t packing, const ks_matrix *w, const ks_activations *a, int32_t first_tile,
                                      int32_t end_tile, float *out, size_t out_stride, int32_t accumulate) {
  int32_t blocks = w->columns / KS_BLOCK;
  size_t quant_bytes = ks_quant_bytes(packing);
  for (int32_t group = 0; group * KS_GROUP < a->tokens; group++) {
    int32_t n = a->tokens - group * KS_GROUP;
    if (n > KS_GROUP) n = KS_GROUP;
    const int8_t *quants = a->quants + (size_t)group * KS_GROUP * (size_t)a->columns;
    size_t first = (size_t)group * KS_GROUP * (size_t)blocks;
    for (int32_t tile = first_tile; tile < end_tile; tile++) {
      const uint8_t *data = w->data + (size_t)tile * w->tile_bytes;
      const uint8_t *scales = data + quant_bytes * (size_t)blocks;
      v16 sums[KS_GROUP];
      for (int t = 0; t < n; t++) sums[t] = v_all(0);
      for (int b = 0; b < blocks; b++) {
        int8_t weights[8][16][4] __attribute__((aligned(64)));
        // Weights come from memory once for a batch: ask for them well before they are wanted.
        for (size_t line = 0; line < quant_bytes; line += 64)
          __builtin_prefetch(data + quant_bytes * (size_t)b + KS_AHEAD + line, 0, 0);
        KS_NAME(unpack_block)(packing, data + quant_bytes * (size_t)b, weights);
        v16 scale, second;
        ks_block_scales(packing, scales, b, &scale, &second);
        for (int t = 0; t < n; t++) {
          size_t at = (size_t)b * (size_t)n + (size_t)t;
          i16v low, high;
          ks_dot_block(packing, weights, quants + at * KS_BLOCK, &low, &high);
          v16 s = v_all(a->scales[first + at]);
          if (packing == KS_SIXES_16) {
            sums[t] = v_fma(__builtin_convertvector(low, v16), scale * s, sums[t]);
            sums[t] = v_fma(__builtin_convertvector(high, v16), second * s, sums[t]);
          } else {
            sums[t] = v_fma(__builtin_convertvector(low + high, v16), scale * s, sums[t]);
            if (packing != KS_BYTES) sums[t] = v_fma(second, v_all(a->sums[first + at]), sums[t]);
          }
        }
      }
      for (int t = 0; t < n; t++) {
        float *y = out + (size_t)(group * KS_GROUP + t) * out_stride + (size_t)tile * 16;
        v_store(y, accumulate ? v_load(y) + sums[t] : sums[t]);
      }
    }
  }
}

static void KS_NAME(matmul)(const ks_matrix *w, const ks_activations *a, int32_t first_tile, int32_t end_tile,
                            float *out, size_t out_stride, int32_t accumulate) {
  switch (w->packing) {
#define KS_PACKED(P)                                                                             \
  case P:                                                                                        \
    KS_NAME(packed_matmul)(P, w, a, first_tile, end_tile, out, out_stride, accumulate);          \
    break;
    KS_PACKED(KS_NIBBLES)
    KS_PACKED(KS_BYTES)
    KS_PACKED(KS_BYTES_MIN)
    KS_PACKED(KS_SIXES_16)
    KS_PACKED(KS_NIBBLES_256)
#undef KS_PACKED
    default: KS_NAME(float_matmul)(w, a, first_tile, end_tile, out, out_stride, accumulate);
  }
}
