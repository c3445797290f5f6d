// Features: images to S4.

// The source position of a pixel of the deformed image along one axis, see core/data/augment.py. At
// most four of the 25 bumps affect a pixel, those of the surrounding knots, and the weights of two
// neighbours along an axis add up to 1.
//
//      knot k      pixel     knot k + 1        weight of k + 1 = (1 - cos(pi t)) / 2
//        |-----------x----------|              where t runs from 0 to 1 between the knots
//
__device__ float displaced(const float *coefficients, int y, int x) {
    const float down = y * (4.0f / 27.0f), across = x * (4.0f / 27.0f); // in knots
    const int ky = min(static_cast<int>(down), 3), kx = min(static_cast<int>(across), 3);
    const float sy = 0.5f - 0.5f * cospif(down - ky), sx = 0.5f - 0.5f * cospif(across - kx);
    const float *above = coefficients + 3 + 5 * ky + kx, *below = above + 5;
    const float elastic = (1.0f - sy) * ((1.0f - sx) * above[0] + sx * above[1]) +
                          sy * ((1.0f - sx) * below[0] + sx * below[1]);
    return elastic + coefficients[0] + coefficients[1] * (x - 13.5f) +
           coefficients[2] * (y - 13.5f);
}

// A pixel of the deformed image, interpolated between four source pixels; the margin of 2 is black.
__device__ float deformed_pixel(const float *image, const float *coefficients, int y, int x) {
    const float px = fminf(fmaxf(displaced(coefficients, y, x) + 15.5f, 0.0f), 30.999f);
    const float py = fminf(fmaxf(displaced(coefficients + 28, y, x) + 15.5f, 0.0f), 30.999f);
    const float left = floorf(px), top = floorf(py);
    const float *corner = image + static_cast<int>(top) * ROW + static_cast<int>(left);
    const float upper = corner[0] + (px - left) * (corner[1] - corner[0]);
    const float lower = corner[ROW] + (px - left) * (corner[ROW + 1] - corner[ROW]);
    return upper + (py - top) * (lower - upper);
}

// Images to S4. `coefficients`, (2, n, 28) for each step, deform the images if `deformed`.
extern "C" __global__ void __launch_bounds__(224, 4) features(
    const unsigned char *images, const int *queue, int words, const float *coefficients,
    int coefficients_per_step, int deformed, const float *parameters, int n, Trace *traces
) {
    constexpr int C3_STRIDE = 18; // 16 maps, and 2 more to reduce bank conflicts in stores
    __shared__ __align__(16) float bytes[IMAGE], image[IMAGE], s2[6 * 196], deformation[2 * 28];
    __shared__ __align__(16) float c1[25 * 6], c1_bias[6], c3[6 * 25 * C3_STRIDE], c3_bias[16];
    const int thread = threadIdx.x;
    load_c1(parameters, c1, c1_bias);
    for (int p = thread; p < 2400; p += blockDim.x)
        c3[p % 150 * C3_STRIDE + p / 150] = parameters[C3_WEIGHT + p];
    if (thread < 16) c3_bias[thread] = parameters[C3_BIAS + thread];
    const int *rows = current_step(queue, words) + 2;

    for (int index = blockIdx.x; index < n; index += gridDim.x) {
        Trace &trace = traces[index];
        const unsigned char *grey = images + static_cast<long long>(rows[index]) * 784;
        float *plain = deformed ? bytes : image;
        for (int p = thread; p < IMAGE; p += blockDim.x) {
            const int y = p / ROW - 2, x = p % ROW - 2;
            const bool inside = 0 <= y && y < 28 && 0 <= x && x < 28;
            plain[p] = inside ? grey[y * 28 + x] * (1.0f / 255.0f) : 0.0f;
        }
        if (deformed) {
            if (thread < 56) {
                const int axis = thread / 28, term = thread % 28;
                deformation[thread] = coefficients
                    [static_cast<long long>(queue[0]) * coefficients_per_step +
                     (static_cast<long long>(axis) * n + index) * 28 + term];
            }
            __syncthreads();
            for (int p = thread; p < IMAGE; p += blockDim.x) {
                const int y = p / ROW - 2, x = p % ROW - 2;
                const bool inside = 0 <= y && y < 28 && 0 <= x && x < 28;
                image[p] = inside ? deformed_pixel(bytes, deformation, y, x) : 0.0f;
            }
        }
        __syncthreads();

        for (int p = thread; p < 784; p += blockDim.x)
            trace.input[p] = image[(p / 28 + 2) * ROW + p % 28 + 2];
        float patch[6][6], slopes[4];
        if (thread < 196) {
            load_patch(image + thread / 14 * 2 * ROW + thread % 14 * 2, ROW, patch);
            for (int map = 0; map < 6; map += 2) {
                float sums[2][4] = {};
                convolve(patch, c1 + map, 6, sums);
                for (int m = 0; m < 2; ++m) {
                    const float pooled = activate_and_pool(sums[m], c1_bias[map + m], slopes);
                    s2[(map + m) * 196 + thread] = pooled;
                    trace.s2[(map + m) * 196 + thread] = pooled;
                }
            }
        }
        __syncthreads();

        if (thread < 200) {
            const int window = thread % 25, map = thread / 25 * 2;
            float sums[2][4] = {};
            for (int channel = 0; channel < 6; ++channel) {
                load_patch(s2 + channel * 196 + window / 5 * 28 + window % 5 * 2, 14, patch);
                convolve(patch, c3 + channel * 25 * C3_STRIDE + map, C3_STRIDE, sums);
            }
            for (int m = 0; m < 2; ++m) {
                const int index = (map + m) * 25 + window;
                trace.s4[index] = activate_and_pool(sums[m], c3_bias[map + m], slopes);
                reinterpret_cast<float4 *>(trace.slopes)[index] =
                    make_float4(slopes[0], slopes[1], slopes[2], slopes[3]);
            }
        }
        // No barrier: the next image is written to `image` while other threads still read `s2`,
        // which is written only after the next barrier.
    }
}
