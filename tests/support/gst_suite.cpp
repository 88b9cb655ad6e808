#include "support/gst_suite.h"

namespace animatize::test {

int runGst(int argc, char** argv, const char* name, std::initializer_list<Case> cases)
{
    gst_check_init(&argc, &argv);
    // Once here instead of once in the process of every case.
    GstPlugin* plugin = gst_plugin_load_by_name("animatize");
    g_assert(plugin != nullptr);
    gst_object_unref(plugin);
    Suite* suite = suite_create(name);
    TCase* group = tcase_create(name);
    for (const Case& one : cases)
        _tcase_add_test(group, one.function, one.name, 0, 0, 0, one.runs);
    suite_add_tcase(suite, group);
    SRunner* runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    const int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}

}  // namespace animatize::test
