// A training step of LeNet-5 in five kernels, and what all of them use. Read core/network/layers.py
// first: the mathematics is the same, layer by layer. Here neighbouring layers share a kernel, because
// a launch costs as much as a layer of a small batch.
//
//     features        images -> C1 S2 C3 S4                    one block per image
//     dense_by_N      S4 -> F5 F6 output -> loss -> dS4        one block per N images, 2 or 8
//     backward        dS4 -> gradients of C3 and C1            some blocks process images,
//                     and of F5, F6 and the output             others tiles of a matrix
//     sum_gradients   the gradient from all partial ones, its norm, loss and correct answers
//     update          momentum SGD and the moving average of all parameters
//
// There are no atomic additions: sums have a fixed order, so that runs are bit-identical.
// The prefix `d` denotes the gradient of the loss, as in core/network/layers.py.
//
// Compiled with -DACTIVATION_RELU, _TANH or _SIGMOID and -DPOOLING_AVERAGE or _MAX.

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
