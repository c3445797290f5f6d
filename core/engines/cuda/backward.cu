// The gradients of all parameters, as partial sums.
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
