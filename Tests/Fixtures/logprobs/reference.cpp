// Prints, as JSON, the tokens of a text and the natural log-probability that llama.cpp gives each of them after the ones
// before it. Built against a llama.cpp build by make-logprob-fixtures.sh; not part of the product.
#include <llama.h>

#include <cmath>
#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

int main(int argc, char **argv) {
  if (argc < 4) return fprintf(stderr, "usage: reference MODEL TEXT GREEDY_TOKENS [exact]\n"), 64;
  llama_log_set([](ggml_log_level, const char *, void *) {}, nullptr);
  llama_backend_init();
  llama_model *model = llama_model_load_from_file(argv[1], llama_model_default_params());
  if (!model) return fprintf(stderr, "cannot load %s\n", argv[1]), 1;
  const llama_vocab *vocab = llama_model_get_vocab(model);
  std::ifstream file(argv[2]);
  std::stringstream stream;
  stream << file.rdbuf();
  std::string text = stream.str();
  std::vector<llama_token> tokens(text.size() + 8);
  int n = llama_tokenize(vocab, text.data(), (int)text.size(), tokens.data(), (int)tokens.size(), true, false);
  tokens.resize(n);
  llama_context_params params = llama_context_default_params();
  params.n_ctx = 4096;
  params.n_batch = 2048;
  params.n_threads = params.n_threads_batch = 1;
  if (argc > 4) {  // With F32 weights nothing is rounded to 8 or 16 bits then.
    params.flash_attn_type = LLAMA_FLASH_ATTN_TYPE_DISABLED;
    params.type_k = params.type_v = GGML_TYPE_F32;
  }
  llama_context *context = llama_init_from_model(model, params);
  int vocabulary = llama_vocab_n_tokens(vocab);
  llama_batch batch = llama_batch_init(n, 0, 1);
  for (int i = 0; i < n; i++) {
    batch.token[i] = tokens[i];
    batch.pos[i] = i;
    batch.n_seq_id[i] = 1;
    batch.seq_id[i][0] = 0;
    batch.logits[i] = 1;
  }
  batch.n_tokens = n;
  if (llama_decode(context, batch)) return fprintf(stderr, "decode failed\n"), 1;
  printf("{\"tokens\": [");
  for (int i = 0; i < n; i++) printf("%s%d", i ? ", " : "", tokens[i]);
  printf("],\n\"log_probabilities\": [");
  for (int i = 1; i < n; i++) {
    const float *logits = llama_get_logits_ith(context, i - 1);
    double largest = -INFINITY, sum = 0;
    for (int t = 0; t < vocabulary; t++) largest = std::fmax(largest, logits[t]);
    for (int t = 0; t < vocabulary; t++) sum += std::exp(logits[t] - largest);
    printf("%s%.4f", i > 1 ? ", " : "", logits[tokens[i]] - largest - std::log(sum));
  }
  // A greedy continuation, with the lead of the likeliest token over the second at each step: where it is small, another
  // engine may well choose otherwise.
  std::vector<llama_token> greedy;
  std::vector<double> leads;
  int last = n - 1;
  for (int step = 0; step < atoi(argv[3]); step++) {
    const float *logits = llama_get_logits_ith(context, last);
    int best = 0, second = 1;
    for (int t = 0; t < vocabulary; t++)
      if (logits[t] > logits[best]) best = t;
    second = best == 0 ? 1 : 0;
    for (int t = 0; t < vocabulary; t++)
      if (t != best && logits[t] > logits[second]) second = t;
    greedy.push_back(best);
    leads.push_back(logits[best] - logits[second]);
    llama_batch one = llama_batch_get_one(&greedy.back(), 1);
    if (llama_decode(context, one)) return 1;
    last = 0;
  }
  printf("],\n\"greedy\": [");
  for (size_t i = 0; i < greedy.size(); i++) printf("%s%d", i ? ", " : "", greedy[i]);
  printf("],\n\"leads\": [");
  for (size_t i = 0; i < leads.size(); i++) printf("%s%.3f", i ? ", " : "", leads[i]);
  printf("]}\n");
}
