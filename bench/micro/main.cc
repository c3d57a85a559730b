/*
 * main.cc: rc-bench: what the library costs, a suite at a time.
 *
 * Exit status: 0 all as it should be; 1 a promised ratio was missed (--targets); 2 bad usage or
 * input.
 */
#include "bench/counts/kernel.h"
#include "bench/micro/environment.h"
#include "bench/micro/rounds.hh"
#include "bench/micro/suite.hh"

#include <cstring>
#include <getopt.h>

namespace
{

const char usage[] =
    "usage: rc-bench [options] [--benchmark_...]\n"
    "\n"
    "Measures the library, inline, beside what else does the same work.\n"
    "\n"
    "      --suite NAME         what is measured (counts):\n"
    "%s"
    "  -b, --backend NAME|all   the backend or peer (all)\n"
    "  -r, --rounds N           repetitions of each case, interleaved (counts: 25, and more for\n"
    "                           up to 90 seconds while too few of them are undisturbed)\n"
    "  -q, --quick              fewer and shorter ones\n"
    "  -s, --seed N             for what is drawn at random (1)\n"
    "  -j, --json FILE|-        one JSON object per line: environment, results, ratios\n"
    "      --benchmark-json FILE|-  all times in the form of Google Benchmark, for its compare.py\n"
    "  -t, --targets            judge the promised ratios\n"
    "      --targets-from FILE  judge them by the results in FILE, and measure nothing\n"
    "  -l, --list               list the suites, and the backends, peers and cases of this one\n"
    "  -h, --help               this text\n"
    "\n"
    "Options that begin with --benchmark_ go to Google Benchmark: --benchmark_filter=REGEX\n"
    "chooses cases, --benchmark_min_time=SECONDS the length of a repetition. A round is one\n"
    "call of it, so that --benchmark_out has the last round only; --json and\n"
    "--benchmark-json have all.\n"
    "\n"
    "A line on stderr, and `noisy` in the JSON, say that more than half of the repetitions were\n"
    "disturbed: a thread was preempted, or the processor's pace was 8 %% below its best.\n"
    "\n"
    "Exit status: 0 ok, 1 a promised ratio was missed, 2 bad usage or input.\n";

struct options : choice {
    const suite *what = suites[0];
    const char *json = nullptr;
    const char *benchmark_json = nullptr;
    const char *targets_from = nullptr;
    unsigned rounds = 0;
    bool targets = false, list = false;
    std::vector<char *> passed; /* to Google Benchmark */
};

[[noreturn]] void help()
{
    std::string list;
    for (const suite *const *each = suites; *each != nullptr; each++) {
        std::string name = (*each)->name;
        name.resize(11, ' ');
        list += std::string(29, ' ') + name + (*each)->what + "\n";
    }
    std::printf(usage, list.c_str());
    std::exit(RC_EXIT_OK);
}

/* Takes out what is not ours, before getopt sees it. */
std::vector<char *> split(int argc, char **argv, options &chosen)
{
    std::vector<char *> ours = {argv[0]};
    for (int i = 1; i < argc; i++) {
        bool theirs = std::strncmp(argv[i], "--benchmark_", 12) == 0;
        (theirs ? chosen.passed : ours).push_back(argv[i]);
    }
    return ours;
}

bool is_stdout(const char *path)
{
    return path != nullptr && std::strcmp(path, "-") == 0;
}

/* What one option says alone. */
void take(options &chosen, int c)
{
    switch (c) {
    case 'S':
        chosen.what = find_suite(optarg);
        if (chosen.what == nullptr)
            rc_cli_fail("unknown suite '%s' (--help shows them)", optarg);
        break;
    case 'b':
        chosen.backend = optarg;
        break;
    case 'r':
        chosen.rounds = static_cast<unsigned>(rc_cli_number("--rounds", optarg, 1, 10000));
        break;
    case 'q':
        chosen.quick = true;
        break;
    case 's':
        chosen.seed = rc_cli_number("--seed", optarg, 0, INT64_MAX);
        break;
    case 'j':
        chosen.json = optarg;
        break;
    case 'B':
        chosen.benchmark_json = optarg;
        break;
    case 't':
        chosen.targets = true;
        break;
    case 'T':
        chosen.targets_from = optarg;
        break;
    case 'l':
        chosen.list = true;
        break;
    case 'h':
        help();
    }
}

/* What they say together. */
void check(const options &chosen)
{
    if (std::strcmp(chosen.backend, "all") != 0 && !chosen.what->knows(chosen.backend))
        rc_cli_fail("unknown backend '%s' (--list shows them)", chosen.backend);
    if (chosen.targets && std::strcmp(chosen.backend, "all") != 0)
        rc_cli_fail("--targets compares backends, so it needs all of them");
    if (is_stdout(chosen.json) && is_stdout(chosen.benchmark_json))
        rc_cli_fail("--json and --benchmark-json cannot both have stdout");
}

options parse(int argc, char **argv)
{
    static const option known[] = {{"suite", required_argument, nullptr, 'S'},
                                   {"backend", required_argument, nullptr, 'b'},
                                   {"rounds", required_argument, nullptr, 'r'},
                                   {"quick", no_argument, nullptr, 'q'},
                                   {"seed", required_argument, nullptr, 's'},
                                   {"json", required_argument, nullptr, 'j'},
                                   {"benchmark-json", required_argument, nullptr, 'B'},
                                   {"targets", no_argument, nullptr, 't'},
                                   {"targets-from", required_argument, nullptr, 'T'},
                                   {"list", no_argument, nullptr, 'l'},
                                   {"help", no_argument, nullptr, 'h'},
                                   {nullptr, 0, nullptr, 0}};
    options chosen;
    std::vector<char *> ours = split(argc, argv, chosen);
    int count = static_cast<int>(ours.size());
    ours.push_back(nullptr);
    opterr = 0; /* our own words, and one line of them */
    for (int c; (c = getopt_long(count, ours.data(), ":b:r:qs:j:tlh", known, nullptr)) != -1;) {
        switch (c) {
        case ':':
            rc_cli_fail("%s needs a value; see --help", ours[static_cast<size_t>(optind - 1)]);
        case '?':
            rc_cli_fail("unknown option %s; see --help", ours[static_cast<size_t>(optind - 1)]);
        default:
            take(chosen, c);
        }
    }
    if (optind < count)
        rc_cli_fail("unexpected '%s'; see --help", ours[static_cast<size_t>(optind)]);
    check(chosen);
    return chosen;
}

bool lists_only(const options &chosen)
{
    for (const char *option : chosen.passed) {
        if (std::strncmp(option, "--benchmark_list_tests", 22) == 0)
            return true;
    }
    return false;
}

void list(const suite *what, const std::vector<bench_case> &cases)
{
    for (const suite *const *each = suites; *each != nullptr; each++)
        std::printf("%-11s %s\n", (*each)->name, (*each)->what);
    std::printf("\n");
    what->list();
    std::printf("\n");
    for (const bench_case &each : cases)
        std::printf("%s\n", each.id.name().c_str());
}

/* Our defaults, then what the user wants; the last one counts. */
void initialize_library(options &chosen, char *program)
{
    std::string time = chosen.quick ? "--benchmark_min_time=0.0015" : "--benchmark_min_time=0.0025";
    std::string mixed = "--benchmark_enable_random_interleaving=true";
    std::vector<char *> arguments = {program, time.data(), mixed.data()};
    arguments.insert(arguments.end(), chosen.passed.begin(), chosen.passed.end());
    int count = static_cast<int>(arguments.size());
    arguments.push_back(nullptr);
    benchmark::Initialize(&count, arguments.data());
    if (count > 1)
        rc_cli_fail("Google Benchmark does not know %s", arguments[1]);
}

void write_json(rc_json_out *out, const std::vector<result> &results,
                const std::vector<answer> &answers, const options &chosen)
{
    json_t *environment = rc_bench_environment();
    json_object_set_new(environment, "benchmark_library", json_string(library_file().c_str()));
    json_object_set_new(environment, "seed", json_integer(static_cast<json_int_t>(chosen.seed)));
    json_object_set_new(environment, "disturbed", json_real(disturbed_share(results)));
    json_object_set_new(environment, "noisy", json_boolean(is_noisy(results)));
    rc_json_line(out, environment);
    for (const rc_bench_kernel *const *kernel = rc_bench_kernels; *kernel != nullptr; kernel++) {
        if ((*kernel)->backend != nullptr)
            rc_json_line(out, rc_bench_backend((*kernel)->backend));
    }
    for (const result &each : results)
        rc_json_line(out, to_json(each, results, chosen.what->name));
    for (const answer &each : answers)
        rc_json_line(out, to_json(each, chosen.what->name));
    rc_json_close(out);
}

int judge(const suite *what, const std::vector<result> &results, const std::vector<answer> &answers)
{
    std::string missing = missing_for_promises(what->questions(), results);
    if (!missing.empty())
        rc_cli_fail("cannot judge the promised ratios: no result for %s: this machine is too busy, "
                    "or it is a peer "
                    "that is not there (make deps-peers)",
                    missing.c_str());
    return print_promises(answers) > 0 ? RC_EXIT_VIOLATION : RC_EXIT_OK;
}

void complain_of_noise(const std::vector<result> &results)
{
    if (is_noisy(results))
        std::fprintf(
            stderr,
            "rc-bench: this machine is too noisy: %.1f %% of the repetitions were disturbed "
            "(more than %d %%)\n",
            disturbed_share(results) * 100, RC_BENCH_NOISY);
}

std::vector<result> run(const options &chosen)
{
    rc_tool_pin(0);
    const suite *what = chosen.what;
    prepared all = what->prepare(chosen);
    if (chosen.list) {
        list(what, all.cases);
        return {};
    }
    unsigned rounds = chosen.rounds > 0 ? chosen.rounds
                      : chosen.quick    ? what->quick_rounds
                                        : what->rounds;
    unsigned seconds = chosen.rounds > 0 ? 0 : chosen.quick ? what->quick_seconds : what->seconds;
    return run_rounds(all.cases, rounds, seconds, lists_only(chosen));
}

} // namespace

int main(int argc, char **argv)
{
    rc_cli_init("rc-bench");
    options chosen = parse(argc, argv);
    if (chosen.targets_from != nullptr) {
        std::vector<result> results = load_results(chosen.targets_from, chosen.what->name);
        return judge(chosen.what, results,
                     answer_all(chosen.what->questions(), results, chosen.seed));
    }
    initialize_library(chosen, argv[0]);
    rc_json_out *out = chosen.list ? nullptr : rc_json_open(chosen.json);
    rc_json_out *times = chosen.list ? nullptr : rc_json_open(chosen.benchmark_json);
    for (const std::string &warning : chosen.list ? std::vector<std::string>() : library_warnings())
        std::fprintf(stderr, "rc-bench: Google Benchmark says: %s (its code is not in the loops)\n",
                     warning.c_str());
    std::vector<result> results = run(chosen);
    if (chosen.list)
        return RC_EXIT_OK;
    std::vector<answer> answers = answer_all(chosen.what->questions(), results, chosen.seed);
    write_json(out, results, answers, chosen);
    if (times != nullptr)
        rc_json_line(times, to_benchmark_json(results, argv[0], is_noisy(results)));
    rc_json_close(times);
    if (results.empty()) /* the library has listed its benchmarks, or said that it found none */
        return lists_only(chosen) ? RC_EXIT_OK : RC_EXIT_USAGE;
    complain_of_noise(results);
    if (!is_stdout(chosen.json) && !is_stdout(chosen.benchmark_json)) {
        print_results(results, chosen.what->title, chosen.what->sideways);
        if (chosen.what->note != nullptr)
            std::printf("\n%s\n", chosen.what->note().c_str());
        if (!answers.empty())
            print_answers(answers);
    }
    return chosen.targets ? judge(chosen.what, results, answers) : RC_EXIT_OK;
}
