// The table of one instruction set's kernels.
const ks_kernels KS_NAME(kernels) = {
    .name = KS_LABEL,
    .matmul = KS_NAME(matmul),
    .quantize = KS_NAME(quantize),
    .rms_norm = KS_NAME(rms_norm),
    .add = KS_NAME(add),
    .scale = KS_NAME(scale),
    .silu_times = KS_NAME(silu_times),
    .gelu_times = KS_NAME(gelu_times),
    .rope = KS_NAME(rope),
    .quantize_query = KS_NAME(quantize_query),
    .store_kv = KS_NAME(store_kv),
    .attend = KS_NAME(attend),
    .maximum = KS_NAME(maximum),
    .at_least = KS_NAME(at_least),
    .sum_exp = KS_NAME(sum_exp),
};
