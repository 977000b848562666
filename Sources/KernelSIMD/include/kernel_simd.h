// The vector kernels of the inference engine, each in scalar, AVX2, AVX-512 VNNI and NEON form.
//
// All forms of a kernel give the same bits: integer dot products are exact, and every float operation is written out in
// one order (explicit fma, contraction off). So a result does not depend on the machine, on the number of tokens that
// are computed together, or on the thread that computes it.
#pragma once

#include <stddef.h>
#include <stdint.h>

// Rows of a weight matrix that one tile holds, and the columns that share one scale of the activations.
#define KS_TILE_ROWS 16
#define KS_BLOCK 32
// Tokens that one group of activations holds.
#define KS_GROUP 16
// Positions of one page of the KV cache.
#define KS_PAGE 64

// Types of tensors in a GGUF file; the numbers are ggml's.
enum ks_tensor_type {
  KS_F32 = 0, KS_F16 = 1, KS_Q4_0 = 2, KS_Q4_1 = 3, KS_Q5_0 = 6, KS_Q5_1 = 7, KS_Q8_0 = 8,
  KS_Q4_K = 12, KS_Q5_K = 13, KS_Q6_K = 14, KS_BF16 = 30,
};

// How a packed matrix keeps its weights. A weight is q * scale + min. The quants of a block are `[32 columns / 4][16 rows]
// [4]`; scales and mins are `[16 rows]`, binary16 unless said otherwise.
enum ks_packing {
  // 4 bits a weight, scale and min for each 32 columns. The low nibbles of a 64-byte line hold columns 4j..4j+3, the high
  // nibbles columns 16+4j..16+4j+3.
  KS_NIBBLES = 0,
  // 8 bits, offset by 128; one scale for each 32 columns.
  KS_BYTES = 1,
  // 8 bits, offset by 128; scale and min for each 32 columns.
  KS_BYTES_MIN = 2,
  // 6 bits, offset by 32; 256 bytes of low nibbles as in KS_NIBBLES, then 128 bytes of the upper two bits. For each 256
  // columns a factor, followed by the scales of its 8 blocks: a signed byte for each 16 columns, `[2][16 rows]`, times
  // the factor.
  KS_SIXES_16 = 4,
  // binary32, `[columns][16 rows]`.
  KS_FLOATS = 5,
  // Quants as in KS_NIBBLES. For each 256 columns a factor of the scales and one of the mins, followed by the scales and
  // mins of its 8 blocks in 24 bytes each: 16 bytes with a scale in the low 6 bits and the upper 2 bits of a min above
  // them, then 8 bytes with the lower 4 bits of the mins, those of rows 8..15 in the high nibbles. A min is subtracted.
  KS_NIBBLES_256 = 6,
};

// Bytes of the scales (and mins) of 256 columns.
enum { KS_SIXES_16_BYTES = 32 + 8 * 32, KS_NIBBLES_256_BYTES = 64 + 8 * 24 };

// A weight matrix in row tiles. A tile is its quants, all blocks in order, then its scales and mins, all blocks in
// order.
typedef struct {
  int32_t packing;
  int32_t rows;     // as in the model; the last tile is padded with zero weights
  int32_t columns;  // a multiple of 32
  size_t tile_bytes;
  const uint8_t *data;
} ks_matrix;

// Activations of several tokens, quantised to 8 bits for each 32 columns, in groups of 16 tokens (the last one holds what
// is left, n tokens): quants `[columns/32][n][32]`, scales and sums `[columns/32][n]`. A sum is scale × Σ quants.
typedef struct {
  int32_t tokens;
  int32_t columns;
  int8_t *quants;
  float *scales;
  float *sums;
  int32_t *offsets;
  float *floats;  // `[tokens][columns]`, for matrices packed as KS_FLOATS; may be null otherwise
} ks_activations;

// Queries of one attention head, 16 bits a number: quants `[count][dimensions]`, scales `[count][blocks]` for blocks of
// 32 dimensions, the last of which may be of 16.
typedef struct {
  int32_t dimensions;
  int16_t *quants;
  float *scales;
} ks_queries;

// Dimensions of a head at most.
#define KS_MOST_DIMENSIONS 512

// Where the parts of one head's page of the KV cache lie.
typedef struct {
  int16_t *keys;        // [dimensions / 2][64 positions][2]
  int16_t *values;      // [64 positions / 2][dimensions][2]
  float *key_scales;    // [blocks of 32 dimensions][64 positions]
  float *value_scales;  // [64 positions]
} ks_page_parts;

static inline ks_page_parts ks_parts_of(uint8_t *page, int32_t dimensions) {
  size_t plane = (size_t)dimensions * KS_PAGE, blocks = ((size_t)dimensions + KS_BLOCK - 1) / KS_BLOCK;
  ks_page_parts parts = {(int16_t *)(void *)page, 0, 0, 0};
  parts.values = parts.keys + plane;
  parts.key_scales = (float *)(void *)(parts.values + plane);
  parts.value_scales = parts.key_scales + blocks * KS_PAGE;
  return parts;
}

// Bytes of one head's page: a multiple of 256.
static inline size_t ks_page_bytes(int32_t dimensions) {
  size_t blocks = ((size_t)dimensions + KS_BLOCK - 1) / KS_BLOCK;
  return (2 * sizeof(int16_t) * (size_t)dimensions + (blocks + 1) * sizeof(float)) * KS_PAGE;
}

// Bytes of one tile.
size_t ks_tile_bytes(int32_t packing, int32_t columns);
// How a type is packed; -1 for a type that is not known.
int32_t ks_packing_of(int32_t tensor_type);
// Packs tiles [first_tile, end_tile) of a matrix whose rows lie at `source`, `row_bytes` apart.
void ks_pack(int32_t tensor_type, const uint8_t *source, size_t row_bytes, int32_t rows, int32_t columns,
             int32_t first_tile, int32_t end_tile, uint8_t *data);
// One row of a tensor as floats; `count` is a multiple of the type's block length.
void ks_dequantize(int32_t tensor_type, const uint8_t *source, int32_t count, float *out);

float ks_float_from_half(uint16_t half);
uint16_t ks_half_from_float(float value);

typedef struct {
  const char *name;

  // out[token * out_stride + row] = (accumulate ? out : 0) + Σ weights × activations, rows of tiles [first, end).
  void (*matmul)(const ks_matrix *w, const ks_activations *a, int32_t first_tile, int32_t end_tile, float *out,
                 size_t out_stride, int32_t accumulate);

  // Quantises columns [from, to), multiples of KS_BLOCK, of row `token` of `a` from `x[columns]`.
  void (*quantize)(const ks_activations *a, int32_t token, const float *x, int32_t from, int32_t to);

  // y = x / rms(x) × w; `n` a multiple of 16. In place where y == x.
  void (*rms_norm)(const float *x, const float *w, float epsilon, float *y, int32_t n);

  // y += x.
  void (*add)(float *y, const float *x, int32_t n);
  // y *= s.
  void (*scale)(float *y, float s, int32_t n);
  // gate = silu(gate) × up.
  void (*silu_times)(float *gate, const float *up, int32_t n);
  // gate = gelu(gate) × up, in the tanh form.
  void (*gelu_times)(float *gate, const float *up, int32_t n);

  // Rotates pairs of x[n] by cos/sin[n/2]: (i, i + n/2) where `split`, else (2i, 2i + 1).
  void (*rope)(float *x, const float *cosines, const float *sines, int32_t n, int32_t split);

  // Quantises one query of `dimensions` (a multiple of 16), already scaled, to `quants[dimensions]`, `scales[blocks]`.
  void (*quantize_query)(const float *x, int32_t dimensions, int16_t *quants, float *scales);

  // Puts one position of one head into a page.
  void (*store_kv)(uint8_t *page, int32_t slot, const float *key, const float *value, int32_t dimensions);

  // Attention of queries first..<first + count to one page, added to their running softmax: `from`, `to`, `maxima` and
  // `sums` `[count]`, `accumulators` `[count][dimensions]`. Query i sees slots [from[i], to[i]), at least one.
  void (*attend)(const ks_queries *queries, int32_t first, int32_t count, const uint8_t *page, const int32_t *from,
                 const int32_t *to, float *maxima, float *sums, float *accumulators);

  // Largest of x[n].
  float (*maximum)(const float *x, int32_t n);
  // Indices of all x[i] >= threshold, at most `limit`; returns how many there are, which may exceed `limit`.
  int32_t (*at_least)(const float *x, int32_t n, float threshold, int32_t *indices, int32_t limit);
  // Σ exp(x[i] - shift), in double precision for each 16 lanes.
  double (*sum_exp)(const float *x, int32_t n, float shift);
} ks_kernels;

// The kernels called `name` ("scalar", "avx2", "avx512", "neon"); null where this machine cannot run them or there are
// none of that name.
const ks_kernels *ks_kernels_named(const char *name);
// The fastest kernels that this machine can run.
const ks_kernels *ks_kernels_best(void);

// Runs 8-bit dot products from registers to registers, `rounds` times; returns how many multiply-accumulates that were,
// 0 where the limit of these kernels cannot be measured that way.
int64_t ks_dots(const char *name, int64_t rounds);
// Reads all the words.
void ks_read(const uint64_t *words, size_t count);

// A hint to the core that the thread is spinning.
static inline void ks_pause(void) {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}
