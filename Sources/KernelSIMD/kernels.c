#include "kernel_simd.h"
