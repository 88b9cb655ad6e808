#include "support/suite.h"

namespace animatize::test {

int run(const char* name, std::initializer_list<const TTest*> cases)
{
    Suite* suite = suite_create(name);
    TCase* group = tcase_create(name);
    for (const TTest* one : cases)
        tcase_add_test(group, one);
    suite_add_tcase(suite, group);
    SRunner* runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    const int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? 0 : 1;
}

}  // namespace animatize::test
