// Which kernels this machine can run.
#include <string.h>

#include "kernel_simd.h"

extern const ks_kernels ks_scalar_kernels;
#if defined(__x86_64__)
extern const ks_kernels ks_avx2_kernels, ks_avx512_kernels;
#endif
#if defined(__aarch64__)
extern const ks_kernels ks_neon_kernels;
#if defined(__linux__)
#include <sys/auxv.h>
#endif
#endif

const ks_kernels *ks_kernels_named(const char *name) {
  if (strcmp(name, "scalar") == 0) return &ks_scalar_kernels;
#if defined(__x86_64__)
  __builtin_cpu_init();
  int avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("f16c");
  int avx512 = avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
               __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
               __builtin_cpu_supports("avx512vnni");
  if (strcmp(name, "avx2") == 0) return avx2 ? &ks_avx2_kernels : 0;
  if (strcmp(name, "avx512") == 0) return avx512 ? &ks_avx512_kernels : 0;
#endif
#if defined(__aarch64__)
  if (strcmp(name, "neon") == 0) {
#if defined(__linux__)
    enum { hwcap_asimddp = 1 << 20 };  // dot products, Linux's HWCAP_ASIMDDP
    return getauxval(AT_HWCAP) & hwcap_asimddp ? &ks_neon_kernels : 0;
#else
    return &ks_neon_kernels;
#endif
  }
#endif
  return 0;
}

const ks_kernels *ks_kernels_best(void) {
  static const char *const names[] = {"avx512", "neon", "avx2", "scalar"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    const ks_kernels *kernels = ks_kernels_named(names[i]);
    if (kernels) return kernels;
  }
  return &ks_scalar_kernels;
}
