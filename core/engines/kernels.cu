// A training step of LeNet-5 in five kernels. Read core/network/layers.py first: the mathematics is
// the same, layer by layer. Here neighbouring layers share a kernel, because a launch costs as much
// as a layer of a small batch.
//
//     features        images -> C1 S2 C3 S4                    one block per image
//     dense           S4 -> F5 F6 output -> loss -> dS4        one block per 2 or 8 images
//     backward        dS4 -> gradients of C3 and C1            some blocks process images,
//                     and of F5, F6 and the output             others tiles of a matrix
//     sum_gradients   the gradient from all partial ones, its norm, loss and correct answers
//     update          momentum SGD and the moving average of all parameters
//
// There are no atomic additions: sums have a fixed order, so that runs are bit-identical.
// The prefix `d` denotes the gradient of the loss, as in core/network/layers.py.
//
// Compiled with -DACTIVATION_RELU, _TANH or _SIGMOID and -DPOOLING_AVERAGE or _MAX.

// ------------------------------------------------------------------------------ the network

// Offsets of the parameters in the flat vector, in the order of core.network.lenet5.SHAPES.
constexpr int C1_WEIGHT = 0, C1_BIAS = C1_WEIGHT + 6 * 25;
constexpr int C3_WEIGHT = C1_BIAS + 6, C3_BIAS = C3_WEIGHT + 16 * 6 * 25;
constexpr int F5_WEIGHT = C3_BIAS + 16, F5_BIAS = F5_WEIGHT + 120 * 400;
constexpr int F6_WEIGHT = F5_BIAS + 120, F6_BIAS = F6_WEIGHT + 84 * 120;
constexpr int OUTPUT_WEIGHT = F6_BIAS + 84, OUTPUT_BIAS = OUTPUT_WEIGHT + 10 * 84;
constexpr int PARAMETERS = OUTPUT_BIAS + 10;
constexpr int CONVOLUTIONS = F5_WEIGHT;              // number of parameters of C1 and C3
constexpr int DENSE = PARAMETERS - CONVOLUTIONS;     // number of those of F5, F6 and the output

// The intermediate results of one image, passed from kernel to kernel.
struct Trace {
    float input[28 * 28];      // grey levels 0 to 1, deformed
    float s2[6 * 14 * 14];
    float slopes[16 * 25 * 4]; // derivatives of S4 by the four values of C3 in its window
    float s4[400];
    float f5[120];
    float f6[84];
    float doutput[10];
    float loss;
    float correct;             // 1 if the answer is correct, else 0
    float df6[84];             // gradients before the activation
    float df5[120];
    float ds4[400];
};

// `queue` holds a group of steps in 4-byte words: the index of the current step, then for each step
// its learning rate, the decay of the average, and the rows of its images. A graph can thus replay
// the same launches for different steps.
__device__ const int *current_step(const int *queue, int words) {
    return queue + 1 + static_cast<long long>(queue[0]) * words;
}

__device__ float activate(float x) {
#if defined(ACTIVATION_RELU)
    return x < 0.0f ? 0.0f : x; // unlike fmaxf, propagates NaN
#elif defined(ACTIVATION_TANH)
    return tanhf(x);
#elif defined(ACTIVATION_SIGMOID)
    return 0.5f * tanhf(0.5f * x) + 0.5f; // cannot overflow
#endif
}

// The derivative of the activation as a function of its output.
__device__ float slope_at(float y) {
#if defined(ACTIVATION_RELU)
    return y > 0.0f ? 1.0f : 0.0f;
#elif defined(ACTIVATION_TANH)
    return 1.0f - y * y;
#elif defined(ACTIVATION_SIGMOID)
    return y * (1.0f - y);
#endif
}

// Activate and pool a window of four sums. slopes[k] is the derivative of the result by sums[k],
// which is all that the backward pass needs of any activation and pooling.
__device__ float activate_and_pool(const float (&sums)[4], float bias, float (&slopes)[4]) {
    float y[4];
    for (int k = 0; k < 4; ++k) y[k] = activate(sums[k] + bias);
#if defined(POOLING_AVERAGE)
    for (int k = 0; k < 4; ++k) slopes[k] = 0.25f * slope_at(y[k]);
    return 0.25f * (y[0] + y[1] + y[2] + y[3]);
#elif defined(POOLING_MAX)
    int winner = 0; // the first of equals
    float largest = y[0];
    for (int k = 1; k < 4; ++k)
        if (y[k] > largest) { winner = k; largest = y[k]; }
    for (int k = 0; k < 4; ++k) slopes[k] = k == winner ? slope_at(largest) : 0.0f;
    return largest;
#endif
}

// ----------------------------------------------------- convolution, one pooling window per thread
//
// A thread computes the 2 x 2 outputs of one pooling window for two maps at once. They depend on a
// 6 x 6 patch, which is loaded into registers once; each weight then serves four outputs, and each
// pixel up to 25 products for both maps.
//
//      patch  . . . . . .        outputs  0 1   output k at (k / 2, k % 2) depends on the
//             . . . . . .                 2 3   5 x 5 pixels that start there
//             . . . . . .   -->
//             . . . . . .        pooled to one value in the same thread
//             . . . . . .
//             . . . . . .

constexpr int ROW = 36;            // floats per row of the padded image: 32 columns, and 4 more so
constexpr int IMAGE = 32 * ROW;    // that five consecutive rows share no memory bank

__device__ void load_patch(const float *corner, int row, float (&patch)[6][6]) {
#pragma unroll
    for (int i = 0; i < 6; ++i)
#pragma unroll
        for (int j = 0; j < 6; j += 2) {
            const float2 pixels = *reinterpret_cast<const float2 *>(corner + i * row + j);
            patch[i][j] = pixels.x;
            patch[i][j + 1] = pixels.y;
        }
}

// Add the products of a patch with two kernels to their sums. `weights` interleaves both kernels,
// with `stride` floats between their 25 positions.
__device__ void convolve(
    const float (&patch)[6][6], const float *weights, int stride, float (&sums)[2][4]
) {
#pragma unroll
    for (int i = 0; i < 5; ++i)
#pragma unroll
        for (int j = 0; j < 5; ++j) {
            const float2 w = *reinterpret_cast<const float2 *>(weights + (5 * i + j) * stride);
#pragma unroll
            for (int k = 0; k < 4; ++k) {
                const float pixel = patch[i + k / 2][j + k % 2];
                sums[0][k] += pixel * w.x;
                sums[1][k] += pixel * w.y;
            }
        }
}

// Load C1's weights in the layout of `convolve`: [position in the kernel][map].
__device__ void load_c1(const float *parameters, float *weights, float *biases) {
    for (int p = threadIdx.x; p < 150; p += blockDim.x)
        weights[p % 25 * 6 + p / 25] = parameters[C1_WEIGHT + p];
    for (int p = threadIdx.x; p < 6; p += blockDim.x) biases[p] = parameters[C1_BIAS + p];
}

// ----------------------------------------------------------------------------------- features

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

// -------------------------------------------------------------------------------------- dense

constexpr int DENSE_THREADS = 512;
constexpr int NOT_A_DIGIT = 10; // label of images whose target is the uniform distribution

// The images that a block processes in the dense layers: each weight is loaded once for all.
template <int IMAGES> struct __align__(16) DenseTile {
    float s4[IMAGES][400]; // later ds4
    float f5[IMAGES][120], df5[IMAGES][120];
    float f6[IMAGES][84], df6[IMAGES][84];
    float output[IMAGES][12]; // later doutput
};

// y = x W^T + b. Eight consecutive threads share two outputs, g and g + 64:
//
//      row g of W   |0 1 2 3 4 5 6 7|0 1 2 3 4 5 6 7|0 1 ...     each thread reads 16 bytes, and
//                    \______________/ 128 bytes at once          the eight partial sums are added
//
template <int IN, int OUT, int IMAGES, int IN_PITCH, int OUT_PITCH>
__device__ void dense_forward(
    const float *weights, const float *biases, const float (&x)[IMAGES][IN_PITCH],
    float (&y)[IMAGES][OUT_PITCH]
) {
    const int lane = threadIdx.x % 8, group = threadIdx.x / 8;
    const int outputs[2] = {group, group + DENSE_THREADS / 8};
    float sums[2][IMAGES] = {};
    if (group < OUT) {
        const int second = outputs[1] < OUT ? outputs[1] : group;
        const float4 *w0 = reinterpret_cast<const float4 *>(weights + group * IN);
        const float4 *w1 = reinterpret_cast<const float4 *>(weights + second * IN);
#pragma unroll (8 / IMAGES)
        for (int k = lane; k < IN / 4; k += 8) {
            const float4 a = w0[k], b = w1[k];
#pragma unroll
            for (int i = 0; i < IMAGES; ++i) {
                const float4 v = reinterpret_cast<const float4 *>(x[i])[k];
                sums[0][i] += a.x * v.x + a.y * v.y + a.z * v.z + a.w * v.w;
                sums[1][i] += b.x * v.x + b.y * v.y + b.z * v.z + b.w * v.w;
            }
        }
    }
#pragma unroll
    for (int m = 0; m < 2; ++m)
#pragma unroll
        for (int i = 0; i < IMAGES; ++i) {
            float sum = sums[m][i];
            for (int offset = 4; offset > 0; offset /= 2)
                sum += __shfl_xor_sync(0xffffffffu, sum, offset);
            if (lane == 0 && outputs[m] < OUT) y[i][outputs[m]] = sum + biases[outputs[m]];
        }
}

// dx = dy W. A thread processes four consecutive columns and every fifth row of W; the five partial
// sums are then added in order.
template <int IN, int OUT, int IMAGES, int OUT_PITCH, int IN_PITCH>
__device__ void dense_backward(
    const float *weights, const float (&dy)[IMAGES][OUT_PITCH], float (&dx)[IMAGES][IN_PITCH]
) {
    const int column = threadIdx.x % 100, fifth = threadIdx.x / 100;
    const bool is_active = fifth < 5 && column < IN / 4;
    float4 sums[IMAGES] = {};
    if (is_active)
#pragma unroll (8 / IMAGES)
        for (int o = fifth; o < OUT; o += 5) {
            const float4 w = reinterpret_cast<const float4 *>(weights + o * IN)[column];
#pragma unroll
            for (int i = 0; i < IMAGES; ++i) {
                const float d = dy[i][o];
                sums[i].x += d * w.x;
                sums[i].y += d * w.y;
                sums[i].z += d * w.z;
                sums[i].w += d * w.w;
            }
        }
    for (int part = 0; part < 5; ++part) {
        if (is_active && fifth == part)
#pragma unroll
            for (int i = 0; i < IMAGES; ++i) {
                float4 &to = reinterpret_cast<float4 *>(dx[i])[column];
                const float4 s = sums[i];
                to = part == 0 ? s : make_float4(to.x + s.x, to.y + s.y, to.z + s.z, to.w + s.w);
            }
        __syncthreads();
    }
}

template <int SIZE, int IMAGES, int PITCH>
__device__ void activate_all(float (&x)[IMAGES][PITCH]) {
    for (int p = threadIdx.x; p < IMAGES * SIZE; p += blockDim.x)
        x[p / SIZE][p % SIZE] = activate(x[p / SIZE][p % SIZE]);
    __syncthreads();
}

template <int SIZE, int IMAGES, int PITCH>
__device__ void activation_backward(const float (&y)[IMAGES][PITCH], float (&d)[IMAGES][PITCH]) {
    for (int p = threadIdx.x; p < IMAGES * SIZE; p += blockDim.x)
        d[p / SIZE][p % SIZE] *= slope_at(y[p / SIZE][p % SIZE]);
    __syncthreads();
}

// S4 -> F5 -> F6 -> output for the first `count` images of `traces`; the others are zeros.
template <int IMAGES>
__device__ void dense_layers(
    DenseTile<IMAGES> &tile, const float *parameters, const Trace *traces, int count
) {
    for (int p = threadIdx.x; p < IMAGES * 400; p += blockDim.x)
        tile.s4[p / 400][p % 400] = p / 400 < count ? traces[p / 400].s4[p % 400] : 0.0f;
    __syncthreads();
    dense_forward<400, 120>(parameters + F5_WEIGHT, parameters + F5_BIAS, tile.s4, tile.f5);
    __syncthreads();
    activate_all<120>(tile.f5);
    dense_forward<120, 84>(parameters + F6_WEIGHT, parameters + F6_BIAS, tile.f5, tile.f6);
    __syncthreads();
    activate_all<84>(tile.f6);
    dense_forward<84, 10>(
        parameters + OUTPUT_WEIGHT, parameters + OUTPUT_BIAS, tile.f6, tile.output
    );
    __syncthreads();
}

// Softmax cross-entropy of one image in one warp; the first ten lanes hold one class each. The
// logits are replaced by the gradient of the mean loss.
__device__ void cross_entropy(
    float *output, int label, float label_smoothing, int n, float &loss, float &correct
) {
    const unsigned all = 0xffffffffu;
    const int lane = threadIdx.x % 32;
    const bool is_class = lane < 10;
    const float logit = output[min(lane, 9)]; // idle lanes do not change the maximum
    float largest = logit;
    for (int offset = 16; offset > 0; offset /= 2)
        largest = fmaxf(largest, __shfl_xor_sync(all, largest, offset));
    const float shifted = logit - largest;
    float total = is_class ? expf(shifted) : 0.0f;
    for (int offset = 16; offset > 0; offset /= 2) total += __shfl_xor_sync(all, total, offset);
    const float log_probability = shifted - logf(total);
    const float background = label == NOT_A_DIGIT ? 0.1f : label_smoothing / 10.0f;
    const float target = background + (lane == label ? 1.0f - label_smoothing : 0.0f);
    float sum = is_class ? -target * log_probability : 0.0f;
    for (int offset = 16; offset > 0; offset /= 2) sum += __shfl_xor_sync(all, sum, offset);
    const int predicted = __ffs(__ballot_sync(all, is_class && logit == largest)) - 1;
    if (is_class) output[lane] = (expf(log_probability) - target) / n;
    if (lane == 0) {
        loss = sum;
        correct = predicted == label ? 1.0f : 0.0f;
    }
}

template <int SIZE, int IMAGES, int PITCH>
__device__ void store(
    const float (&tile)[IMAGES][PITCH], Trace *traces, int count, float (Trace::*member)[SIZE]
) {
    for (int p = threadIdx.x; p < count * SIZE; p += blockDim.x)
        (traces[p / SIZE].*member)[p % SIZE] = tile[p / SIZE][p % SIZE];
}

template <int IMAGES>
__device__ void dense_step(
    DenseTile<IMAGES> &tile, const unsigned char *labels, const int *rows,
    const float *parameters, float label_smoothing, int n, Trace *traces
) {
    const int first = blockIdx.x * IMAGES, count = min(IMAGES, n - first);
    traces += first;
    dense_layers(tile, parameters, traces, count);
    store(tile.f5, traces, count, &Trace::f5);
    store(tile.f6, traces, count, &Trace::f6);
    const int warp = threadIdx.x / 32;
    if (warp < count)
        cross_entropy(tile.output[warp], labels[rows[first + warp]], label_smoothing, n,
                      traces[warp].loss, traces[warp].correct);
    __syncthreads();
    store(tile.output, traces, count, &Trace::doutput);
    dense_backward<84, 10>(parameters + OUTPUT_WEIGHT, tile.output, tile.df6);
    activation_backward<84>(tile.f6, tile.df6);
    store(tile.df6, traces, count, &Trace::df6);
    dense_backward<120, 84>(parameters + F6_WEIGHT, tile.df6, tile.df5);
    activation_backward<120>(tile.f5, tile.df5);
    store(tile.df5, traces, count, &Trace::df5);
    dense_backward<400, 120>(parameters + F5_WEIGHT, tile.df5, tile.s4);
    store(tile.s4, traces, count, &Trace::ds4);
}

// Two images per block spread a small batch over the GPU; eight reduce the loads of weights.
extern "C" __global__ void __launch_bounds__(DENSE_THREADS) dense_by_2(
    const unsigned char *labels, const int *queue, int words, const float *parameters,
    float label_smoothing, int n, Trace *traces
) {
    __shared__ DenseTile<2> tile;
    const int *rows = current_step(queue, words) + 2;
    dense_step(tile, labels, rows, parameters, label_smoothing, n, traces);
}

extern "C" __global__ void __launch_bounds__(DENSE_THREADS, 2) dense_by_8(
    const unsigned char *labels, const int *queue, int words, const float *parameters,
    float label_smoothing, int n, Trace *traces
) {
    __shared__ DenseTile<8> tile;
    const int *rows = current_step(queue, words) + 2;
    dense_step(tile, labels, rows, parameters, label_smoothing, n, traces);
}

// Inference: S4 to logits (n, 10).
extern "C" __global__ void __launch_bounds__(DENSE_THREADS, 2) compute_logits(
    const float *parameters, int n, const Trace *traces, float *logits
) {
    __shared__ DenseTile<8> tile;
    const int first = blockIdx.x * 8, count = min(8, n - first);
    dense_layers(tile, parameters, traces + first, count);
    for (int p = threadIdx.x; p < count * 10; p += blockDim.x)
        logits[first * 10 + p] = tile.output[p / 10][p % 10];
}

// ----------------------------------------------------------------------------------- backward
//
// The gradients of the convolutions are sums over rows. A row of dy is shifted along a row of x:
//
//      dW[i][j] += sum over columns q of dy[y][q] * x[y + i][q + j]       (`correlate`)
//      dx[y + i][q + j] += dy[y][q] * W[i][j]
//
// so a thread loads whole rows into registers and computes five or fourteen sums. Its sums of dW
// stay in registers until the block has processed its last image.

constexpr int BACKWARD_THREADS = 448;
constexpr int S2_MAP = 198;  // floats per map of S2 (196 + 2) and
constexpr int DC1_MAP = 788; // of dC1 (784 + 4), so that neighbouring maps share no memory bank

struct __align__(16) ConvolutionScratch {
    float image[IMAGE];
    float c1[25 * 6], c1_bias[6];
    float c3[2400];
    float ds2[2][6 * 196]; // from the first eight maps of C3, and from the others
    float c1_bias_sums[6 * 196]; // six per thread, which do not fit into registers
    union {
        struct { float s2[6 * S2_MAP], dc3[1600]; };
        float dc1[6 * DC1_MAP]; // overwrites the former
        struct { float c1_partials[14 * 150], c3_bias_partials[400]; };
    };
};

// Load LENGTH floats from an even index; LENGTH is even.
template <int LENGTH> __device__ void load_row(const float *from, float (&row)[LENGTH]) {
#pragma unroll
    for (int q = 0; q < LENGTH; q += 2) {
        const float2 pair = *reinterpret_cast<const float2 *>(from + q);
        row[q] = pair.x;
        row[q + 1] = pair.y;
    }
}

// Compute four values of dC3 from one of dS4; returns their sum, a part of the bias gradient.
__device__ float unpool(const Trace &trace, int index, float *dc3) {
    const int map = index / 25, window = index % 25;
    const float d = trace.ds4[index];
    const float4 slopes = reinterpret_cast<const float4 *>(trace.slopes)[index];
    float2 *above = reinterpret_cast<float2 *>(dc3 + map * 100 + window / 5 * 20 + window % 5 * 2);
    above[0] = make_float2(d * slopes.x, d * slopes.y);
    above[5] = make_float2(d * slopes.z, d * slopes.w);
    return d * (slopes.x + slopes.y + slopes.z + slopes.w);
}

// dW of C3 for two maps, one channel and one row of the kernel.
__device__ void correlate_c3(const ConvolutionScratch &s, int task, float (&sums)[2][5]) {
    const int i = task % 5, channel = task / 5 % 6, map = task / 30 * 2;
#pragma unroll 2
    for (int y = 0; y < 10; ++y) {
        float x[14];
        load_row(s.s2 + channel * S2_MAP + (y + i) * 14, x);
#pragma unroll
        for (int m = 0; m < 2; ++m) {
            float d[10];
            load_row(s.dc3 + (map + m) * 100 + y * 10, d);
#pragma unroll
            for (int q = 0; q < 10; ++q)
#pragma unroll
                for (int j = 0; j < 5; ++j) sums[m][j] += d[q] * x[q + j];
        }
    }
}

// A row of dS2, from eight maps of C3.
__device__ void ds2_row(ConvolutionScratch &s, int task) {
    const int half = task / 84, channel = task % 84 / 14, row = task % 14;
    float sums[14] = {};
    for (int map = half * 8; map < half * 8 + 8; ++map)
        for (int i = 0; i < 5; ++i) {
            const int y = row - i;
            if (y < 0 || y >= 10) continue;
            float d[10];
            load_row(s.dc3 + map * 100 + y * 10, d);
            const float *w = s.c3 + (map * 6 + channel) * 25 + i * 5;
#pragma unroll
            for (int j = 0; j < 5; ++j) {
                const float weight = w[j];
#pragma unroll
                for (int q = 0; q < 10; ++q) sums[q + j] += d[q] * weight;
            }
        }
    float2 *to = reinterpret_cast<float2 *>(s.ds2[half] + channel * 196 + row * 14);
#pragma unroll
    for (int q = 0; q < 14; q += 2) to[q / 2] = make_float2(sums[q], sums[q + 1]);
}

// dC1 of one pooling window in all maps. C1 is recomputed: a tenth more arithmetic, but its 4,704
// values per image need not be stored.
__device__ void dc1_window(ConvolutionScratch &s, int window) {
    float patch[6][6], slopes[4];
    const int y = window / 14 * 2, x = window % 14 * 2;
    load_patch(s.image + y * ROW + x, ROW, patch);
    for (int map = 0; map < 6; map += 2) {
        float sums[2][4] = {};
        convolve(patch, s.c1 + map, 6, sums);
#pragma unroll
        for (int m = 0; m < 2; ++m) {
            const int index = (map + m) * 196 + window;
            const float d = s.ds2[0][index] + s.ds2[1][index];
            activate_and_pool(sums[m], s.c1_bias[map + m], slopes);
            float *to = s.dc1 + (map + m) * DC1_MAP + y * 28 + x;
            *reinterpret_cast<float2 *>(to) = make_float2(d * slopes[0], d * slopes[1]);
            *reinterpret_cast<float2 *>(to + 28) = make_float2(d * slopes[2], d * slopes[3]);
            s.c1_bias_sums[index] += d * (slopes[0] + slopes[1] + slopes[2] + slopes[3]);
        }
    }
}

// dW of C1 for one map and one row of the kernel, from two rows of dC1.
__device__ void correlate_c1(const ConvolutionScratch &s, int task, float (&sums)[5]) {
    const int map = task % 30 / 5, i = task % 5, first = task / 30 * 2;
    for (int y = first; y < first + 2; ++y) {
        const float4 *dy = reinterpret_cast<const float4 *>(s.dc1 + map * DC1_MAP + y * 28);
        const float4 *x = reinterpret_cast<const float4 *>(s.image + (y + i) * ROW);
        float4 left = x[0];
#pragma unroll
        for (int q = 0; q < 7; ++q) {
            const float4 d = dy[q], right = x[q + 1];
            const float pixels[8] = {left.x, left.y, left.z, left.w,
                                     right.x, right.y, right.z, right.w};
#pragma unroll
            for (int j = 0; j < 5; ++j)
                sums[j] += d.x * pixels[j] + d.y * pixels[j + 1] + d.z * pixels[j + 2] +
                           d.w * pixels[j + 3];
            left = right;
        }
    }
}

__device__ float warp_sum(float value) {
    for (int offset = 16; offset > 0; offset /= 2)
        value += __shfl_xor_sync(0xffffffffu, value, offset);
    return value;
}

// Gradients of C3 and C1, summed over every `blocks`-th image.
__device__ void convolutions_backward(
    ConvolutionScratch &s, const float *parameters, int n, int blocks, const Trace *traces,
    float *gradients
) {
    const int thread = threadIdx.x;
    float c3_sums[2][5] = {}, c3_bias = 0.0f, c1_sums[5] = {};
    load_c1(parameters, s.c1, s.c1_bias);
    for (int p = thread; p < 2400; p += blockDim.x) s.c3[p] = parameters[C3_WEIGHT + p];
    for (int p = thread; p < 6 * 196; p += blockDim.x) s.c1_bias_sums[p] = 0.0f;

    for (int index = blockIdx.x; index < n; index += blocks) {
        const Trace &trace = traces[index];
        __syncthreads(); // all threads have finished the previous image
        for (int p = thread; p < IMAGE; p += blockDim.x) {
            const int y = p / ROW - 2, x = p % ROW - 2;
            const bool inside = 0 <= y && y < 28 && 0 <= x && x < 28;
            s.image[p] = inside ? trace.input[y * 28 + x] : 0.0f;
        }
        for (int p = thread; p < 1176; p += blockDim.x)
            s.s2[p / 196 * S2_MAP + p % 196] = trace.s2[p];
        if (thread < 400) c3_bias += unpool(trace, thread, s.dc3);
        __syncthreads();
        // Both only read what was loaded: eight warps run the first, six the second.
        if (thread < 240) correlate_c3(s, thread, c3_sums);
        if (thread >= 256 && thread < 256 + 168) ds2_row(s, thread - 256);
        __syncthreads();
        if (thread < 196) dc1_window(s, thread);
        __syncthreads();
        if (thread < 420) correlate_c1(s, thread, c1_sums);
    }

    __syncthreads();
    if (thread < 420)
        for (int j = 0; j < 5; ++j) s.c1_partials[thread * 5 + j] = c1_sums[j];
    if (thread < 400) s.c3_bias_partials[thread] = c3_bias;
    __syncthreads();
    if (thread < 240) {
        const int kernel_row = thread % 30, map = thread / 30 * 2;
        for (int m = 0; m < 2; ++m)
            for (int j = 0; j < 5; ++j)
                gradients[C3_WEIGHT + (map + m) * 150 + kernel_row * 5 + j] = c3_sums[m][j];
    }
    if (thread < 150) {
        float sum = 0.0f;
        for (int group = 0; group < 14; ++group) sum += s.c1_partials[group * 150 + thread];
        gradients[C1_WEIGHT + thread] = sum;
    }
    const int warp = thread / 32, lane = thread % 32;
    if (warp < 6) {
        float sum = 0.0f;
        for (int p = lane; p < 196; p += 32) sum += s.c1_bias_sums[warp * 196 + p];
        sum = warp_sum(sum);
        if (lane == 0) gradients[C1_BIAS + warp] = sum;
    } else if (thread >= 256 && thread < 256 + 16) {
        float sum = 0.0f;
        for (int p = 0; p < 25; ++p) sum += s.c3_bias_partials[(thread - 256) * 25 + p];
        gradients[C3_BIAS + thread - 256] = sum;
    }
}

// The gradients of the dense layers are matrix products over the images, dW = dy^T x. A block
// computes a tile of 64 rows and 112 columns of dW, and a thread 4 x 4 values of it in registers,
// from up to 128 images, 16 at a time. An extra column of ones in x yields the bias gradient.
//
//            112 columns of x                 F5   120 x 401   2 x 4 tiles   0 to 7
//          +------------------+               F6    84 x 121   2 x 2         8 to 11
//   64 of  |  448 threads of  |               output 10 x 85   1            12
//   dy     |  4 x 4 each      |
//          +------------------+

constexpr int TILE_ROWS = 64, TILE_COLUMNS = 112, TILE_DEPTH = 16, TILES = 13;
constexpr int CHUNK_IMAGES = 128;

struct __align__(16) ProductScratch {
    float dy[TILE_DEPTH][TILE_ROWS];
    float x[TILE_DEPTH][TILE_COLUMNS];
};

template <int IN, int OUT>
__device__ void product_tile(
    ProductScratch &s, int tile, int begin, int end, const Trace *traces,
    float (Trace::*input)[IN], float (Trace::*doutput)[OUT], float *weights,
    float *biases
) {
    constexpr int ACROSS = (IN + 1 + TILE_COLUMNS - 1) / TILE_COLUMNS;
    const int first_row = tile / ACROSS * TILE_ROWS, first_column = tile % ACROSS * TILE_COLUMNS;
    const int row = threadIdx.x / 28 * 4, column = threadIdx.x % 28 * 4;
    float sums[4][4] = {};
    for (int start = begin; start < end; start += TILE_DEPTH) {
        for (int p = threadIdx.x; p < TILE_DEPTH * TILE_ROWS; p += blockDim.x) {
            const int depth = p / TILE_ROWS, o = first_row + p % TILE_ROWS;
            const bool exists = start + depth < end && o < OUT;
            s.dy[depth][p % TILE_ROWS] = exists ? (traces[start + depth].*doutput)[o] : 0.0f;
        }
        for (int p = threadIdx.x; p < TILE_DEPTH * TILE_COLUMNS; p += blockDim.x) {
            const int depth = p / TILE_COLUMNS, k = first_column + p % TILE_COLUMNS;
            const bool exists = start + depth < end && k < IN;
            s.x[depth][p % TILE_COLUMNS] =
                exists ? (traces[start + depth].*input)[k] : k == IN ? 1.0f : 0.0f;
        }
        __syncthreads();
#pragma unroll
        for (int depth = 0; depth < TILE_DEPTH; ++depth) {
            const float4 a = *reinterpret_cast<const float4 *>(s.dy[depth] + row);
            const float4 b = *reinterpret_cast<const float4 *>(s.x[depth] + column);
            const float d[4] = {a.x, a.y, a.z, a.w}, x[4] = {b.x, b.y, b.z, b.w};
#pragma unroll
            for (int o = 0; o < 4; ++o)
#pragma unroll
                for (int k = 0; k < 4; ++k) sums[o][k] += d[o] * x[k];
        }
        __syncthreads();
    }
#pragma unroll
    for (int o = 0; o < 4; ++o)
#pragma unroll
        for (int k = 0; k < 4; ++k) {
            const int to_row = first_row + row + o, to_column = first_column + column + k;
            if (to_row < OUT && to_column < IN) weights[to_row * IN + to_column] = sums[o][k];
            if (to_row < OUT && to_column == IN) biases[to_row] = sums[o][k];
        }
}

__device__ void dense_gradients(
    ProductScratch &s, int block, int n, const Trace *traces, float *partial
) {
    const int tile = block % TILES, chunk = block / TILES;
    const int begin = chunk * CHUNK_IMAGES, end = min(n, begin + CHUNK_IMAGES);
    float *gradients = partial + static_cast<long long>(chunk) * DENSE - CONVOLUTIONS;
    if (tile < 8)
        product_tile(s, tile, begin, end, traces, &Trace::s4, &Trace::df5,
                     gradients + F5_WEIGHT, gradients + F5_BIAS);
    else if (tile < 12)
        product_tile(s, tile - 8, begin, end, traces, &Trace::f5, &Trace::df6,
                     gradients + F6_WEIGHT, gradients + F6_BIAS);
    else
        product_tile(s, tile - 12, begin, end, traces, &Trace::f6, &Trace::doutput,
                     gradients + OUTPUT_WEIGHT, gradients + OUTPUT_BIAS);
}

// The first `convolution_blocks` blocks process images; 13 more follow for each chunk of images.
extern "C" __global__ void __launch_bounds__(BACKWARD_THREADS, 2) backward(
    const float *parameters, int n, int convolution_blocks, const Trace *traces,
    float *convolution_partials, float *dense_partials
) {
    __shared__ union __align__(16) { ConvolutionScratch convolution; ProductScratch product; } s;
    const int block = blockIdx.x;
    if (block < convolution_blocks)
        convolutions_backward(s.convolution, parameters, n, convolution_blocks, traces,
                              convolution_partials + block * CONVOLUTIONS);
    else
        dense_gradients(s.product, block - convolution_blocks, n, traces, dense_partials);
}

// ------------------------------------------------------------------------ gradient and update

constexpr int SUM_THREADS = 256, WARPS = SUM_THREADS / 32;
constexpr int CONVOLUTION_SUM_BLOCKS = (CONVOLUTIONS + 31) / 32;
constexpr int DENSE_SUM_BLOCKS = (DENSE + SUM_THREADS - 1) / SUM_THREADS;
constexpr int SUM_BLOCKS = CONVOLUTION_SUM_BLOCKS + DENSE_SUM_BLOCKS;

// The sum over all threads of a block of 256, returned in every thread.
__device__ float block_sum(float value, float (&warp_sums)[WARPS]) {
    value = warp_sum(value);
    __syncthreads(); // the previous sum has been read
    if (threadIdx.x % 32 == 0) warp_sums[threadIdx.x / 32] = value;
    __syncthreads();
    float sum = 0.0f;
    for (int warp = 0; warp < WARPS; ++warp) sum += warp_sums[warp];
    return sum;
}

// Copied for `update`, which advances the queue while other blocks still read these.
struct StepSettings { float learning_rate, average_decay; };

// C1 and C3 have many partial gradients, one per block: a block sums 32 parameters, and each of its
// eight warps an eighth of the partials. The dense layers have few: one thread per parameter.
// The last block sums the losses and the correct answers.
extern "C" __global__ void __launch_bounds__(SUM_THREADS) sum_gradients(
    int n, int convolution_blocks, int chunks, const float *convolution_partials,
    const float *dense_partials, const Trace *traces, const int *queue, int words,
    float *gradients, float *square_sums, float *results, StepSettings *settings
) {
    __shared__ float warp_partials[WARPS][32], warp_sums[WARPS];
    const int block = blockIdx.x, warp = threadIdx.x / 32, lane = threadIdx.x % 32;
    if (block == SUM_BLOCKS) {
        float loss = 0.0f, correct = 0.0f;
        for (int index = threadIdx.x; index < n; index += SUM_THREADS) {
            loss += traces[index].loss;
            correct += traces[index].correct;
        }
        loss = block_sum(loss, warp_sums);
        correct = block_sum(correct, warp_sums);
        if (threadIdx.x == 0) {
            const int *step = current_step(queue, words);
            *settings = {__int_as_float(step[0]), __int_as_float(step[1])};
            results[2 * queue[0]] = loss;
            results[2 * queue[0] + 1] = correct;
        }
        return;
    }
    float gradient = 0.0f;
    if (block < CONVOLUTION_SUM_BLOCKS) {
        const int p = block * 32 + lane;
        if (p < CONVOLUTIONS)
#pragma unroll 8
            for (int b = warp; b < convolution_blocks; b += WARPS)
                gradient += convolution_partials[b * CONVOLUTIONS + p];
        warp_partials[warp][lane] = gradient;
        __syncthreads();
        gradient = 0.0f;
        if (warp == 0 && p < CONVOLUTIONS) {
            for (int w = 0; w < WARPS; ++w) gradient += warp_partials[w][lane];
            gradients[p] = gradient;
        }
    } else {
        const int p = (block - CONVOLUTION_SUM_BLOCKS) * SUM_THREADS + threadIdx.x;
        if (p < DENSE) {
#pragma unroll 4
            for (int chunk = 0; chunk < chunks; ++chunk)
                gradient += dense_partials[static_cast<long long>(chunk) * DENSE + p];
            gradients[CONVOLUTIONS + p] = gradient;
        }
    }
    const float square_sum = block_sum(gradient * gradient, warp_sums);
    if (threadIdx.x == 0) square_sums[block] = square_sum;
}

__device__ bool is_bias(int p) {
    return (p >= C1_BIAS && p < C3_WEIGHT) || (p >= C3_BIAS && p < F5_WEIGHT) ||
           (p >= F5_BIAS && p < F6_WEIGHT) || (p >= F6_BIAS && p < OUTPUT_WEIGHT) ||
           p >= OUTPUT_BIAS;
}

// SGD.step and update_average of core.network.optim, one thread per parameter. Gradient clipping
// needs the norm of the whole gradient: every block adds the same 312 square sums in order.
extern "C" __global__ void __launch_bounds__(SUM_THREADS) update(
    const float *gradients, const float *square_sums, const StepSettings *settings, float momentum,
    float weight_decay, float bias_decay, float clip_norm, int *queue, float *parameters, float *velocity,
    float *average
) {
    __shared__ float warp_sums[WARPS];
    float square_sum = 0.0f;
    for (int b = threadIdx.x; b < SUM_BLOCKS; b += SUM_THREADS) square_sum += square_sums[b];
    const float norm = sqrtf(block_sum(square_sum, warp_sums));
    const float scale = clip_norm > 0.0f ? fminf(1.0f, clip_norm / (norm + 1e-6f)) : 1.0f;
    if (blockIdx.x == 0 && threadIdx.x == 0) queue[0] += 1;
    const int p = blockIdx.x * SUM_THREADS + threadIdx.x;
    if (p >= PARAMETERS) return;
    const float weight = parameters[p];
    const float penalty = is_bias(p) ? bias_decay : weight_decay;
    const float gradient = scale * gradients[p] + penalty * weight;
    const float new_velocity = momentum * velocity[p] + gradient;
    const float new_weight = weight - settings->learning_rate * new_velocity;
    const float decay = settings->average_decay;
    velocity[p] = new_velocity;
    parameters[p] = new_weight;
    average[p] = decay == 0.0f ? new_weight
                               : average[p] + (1.0f - decay) * (new_weight - average[p]);
}
