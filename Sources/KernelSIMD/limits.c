// What the machine can do at most, for `panel bench` to measure its figures against.
#include <string.h>

#include "kernel_simd.h"

#if defined(__x86_64__)
#include <immintrin.h>

__attribute__((target("avx512f,avx512vnni"))) static int64_t dots_avx512(int64_t rounds) {
  __m512i sums[16], a = _mm512_set1_epi8(1), b = _mm512_set1_epi8(2);
  for (int i = 0; i < 16; i++) sums[i] = _mm512_set1_epi32(i);
  for (int64_t round = 0; round < rounds; round++) {
    for (int i = 0; i < 16; i++) sums[i] = _mm512_dpbusd_epi32(sums[i], a, b);
    __asm__ volatile("" : "+v"(a), "+v"(b));
  }
  for (int i = 1; i < 16; i++) sums[0] = _mm512_add_epi32(sums[0], sums[i]);
  volatile int32_t sink = _mm512_reduce_add_epi32(sums[0]);
  (void)sink;
  return rounds * 16 * 64;
}

__attribute__((target("avx2"))) static int64_t dots_avx2(int64_t rounds) {
  __m256i sums[8], a = _mm256_set1_epi8(1), b = _mm256_set1_epi8(2), ones = _mm256_set1_epi16(1);
  for (int i = 0; i < 8; i++) sums[i] = _mm256_set1_epi32(i);
  for (int64_t round = 0; round < rounds; round++)
    for (int i = 0; i < 8; i++) {
      __m256i pairs = _mm256_maddubs_epi16(a, b);
      __asm__ volatile("" : "+x"(a), "+x"(b), "+x"(pairs));
      sums[i] = _mm256_add_epi32(sums[i], _mm256_madd_epi16(pairs, ones));
    }
  for (int i = 1; i < 8; i++) sums[0] = _mm256_add_epi32(sums[0], sums[i]);
  volatile int32_t sink = _mm256_extract_epi32(sums[0], 0);
  (void)sink;
  return rounds * 8 * 32;
}
#endif

int64_t ks_dots(const char *name, int64_t rounds) {
#if defined(__x86_64__)
  if (strcmp(name, "avx512") == 0 && ks_kernels_named(name)) return dots_avx512(rounds);
  if (strcmp(name, "avx2") == 0 && ks_kernels_named(name)) return dots_avx2(rounds);
#else
  (void)name;
  (void)rounds;
#endif
  return 0;
}

void ks_read(const uint64_t *words, size_t count) {
  uint64_t sums[8] = {0};
  for (size_t i = 0; i + 8 <= count; i += 8) {
    // As far ahead as the kernels do: without it a core has too few reads under way.
    __builtin_prefetch((const char *)(words + i) + 16384, 0, 0);
    for (int j = 0; j < 8; j++) sums[j] += words[i + j];
  }
  uint64_t sum = 0;
  for (int j = 0; j < 8; j++) sum += sums[j];
  volatile uint64_t sink = sum;
  (void)sink;
}
