/*
 * result_json.cc: results as JSON, an object a line, and back.
 *
 * Read back are the lines with kind "result". Their samples are used if they have any, else
 * ns_median stands for all of them.
 */
#include "bench/micro/result.hh"

#include <cerrno>
#include <cmath>
#include <cstring>
#include <fstream>

namespace
{

json_t *samples_json(const std::vector<sample> &samples)
{
    json_t *array = json_array();
    for (const sample &each : samples)
        json_array_append_new(array, json_pack("[f, b, f, f, f, f]", each.ns, each.clean, each.pace,
                                               each.trip, each.cpu, each.wall));
    return array;
}

[[noreturn]] void malformed(const char *path, unsigned line, const char *what)
{
    rc_cli_fail("%s:%u: %s", path, line, what);
}

std::string text_of(const json_t *object, const char *key, const char *otherwise = "")
{
    const char *text = json_string_value(json_object_get(object, key));
    return text != nullptr ? text : otherwise;
}

std::vector<sample> samples_of(const json_t *object)
{
    std::vector<sample> samples;
    size_t index;
    json_t *each;
    json_array_foreach(json_object_get(object, "samples"), index, each)
    {
        samples.push_back(
            {json_number_value(json_array_get(each, 0)), json_is_true(json_array_get(each, 1)),
             json_number_value(json_array_get(each, 2)), json_number_value(json_array_get(each, 3)),
             json_number_value(json_array_get(each, 4)),
             json_number_value(json_array_get(each, 5))});
    }
    if (samples.empty())
        samples.push_back(
            {json_number_value(json_object_get(object, "ns_median")), true, 0, 0, 0, 0});
    return samples;
}

} // namespace

json_t *to_json(const result &one, const std::vector<result> &all, const char *suite)
{
    summary s = summarise(one);
    json_t *object = json_pack(
        "{s:s, s:s, s:s, s:s, s:s, s:s, s:i, s:s, s:f, s:f, s:f, s:f, s:i, s:i}", "program",
        "rc-bench", "kind", "result", "case", one.id.group.c_str(), "shape", one.id.shape.c_str(),
        "api", one.id.api.c_str(), "backend", one.id.backend.c_str(), "threads",
        static_cast<int>(one.threads), "clock", one.clock.c_str(), "ns_median", s.median, "ns_p25",
        s.p25, "ns_p75", s.p75, "ns_min", s.min, "repetitions", static_cast<int>(s.repetitions),
        "clean", static_cast<int>(s.clean));
    if (object != nullptr) {
        json_object_set_new(object, "suite", json_string(suite));
        json_object_set_new(object, "unit", json_string(one.unit.c_str()));
        if (round_trip(one) > 0)
            json_object_set_new(object, "ns_round_trip", json_real(round_trip(one)));
    }
    const result *plain = find(all, {one.id.group, one.id.shape, one.id.api, "plain"});
    if (object != nullptr && plain != nullptr)
        json_object_set_new(object, "ratio_to_plain",
                            json_real(s.median / summarise(*plain).median));
    if (object != nullptr)
        json_object_set_new(object, "samples", samples_json(one.samples));
    return object;
}

std::vector<result> load_results(const char *path, const char *suite)
{
    std::ifstream file(path);
    if (!file)
        rc_cli_fail("cannot read %s: %s", path, std::strerror(errno));
    std::vector<result> results;
    std::string line;
    for (unsigned number = 1; std::getline(file, line); number++) {
        json_error_t error;
        json_t *object = json_loads(line.c_str(), 0, &error);
        if (object == nullptr)
            malformed(path, number, error.text);
        if (text_of(object, "kind") == "result" && text_of(object, "suite", "counts") == suite) {
            result one{
                {text_of(object, "case"), text_of(object, "shape"), text_of(object, "api"),
                 text_of(object, "backend")},
                static_cast<unsigned>(json_integer_value(json_object_get(object, "threads"))),
                text_of(object, "clock"),
                text_of(object, "unit", unit_ns),
                samples_of(object),
                1};
            for (const sample &each : one.samples) {
                if (!(each.ns > 0 && std::isfinite(each.ns)))
                    malformed(path, number, "a time that is not positive");
            }
            results.push_back(std::move(one));
        }
        json_decref(object);
    }
    if (results.empty())
        rc_cli_fail("%s: no results of suite %s in it", path, suite);
    return results;
}
