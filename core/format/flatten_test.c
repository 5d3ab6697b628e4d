/* Extended JSON of MongoDB: what stands for a value gives its field no other name. */
#include "json_testing.h"

static void wrapped_values(void **state)
{
	(void)state;
	check_text("u.json",
	           "{\"_id\":{\"$oid\":\"65aa\"},\"n\":{\"$numberLong\":\"5\"},"
	           "\"d\":{\"$numberDecimal\":\"1.50\"},\"t\":{\"$date\":\"2024-01-02T03:04:05Z\"}}\n"
	           "{\"_id\":{\"$uuid\":\"00112233-4455-6677-8899-aabbccddeeff\"},"
	           "\"t\":{\"$date\":{\"$numberLong\":\"12\"}}}\n",
	           "ndjson",
	           "u@000000 _id=65aa|d=1.50|n=5|t=2024-01-02T03:04:05Z|\n"
	           "u@000115 _id=00112233-4455-6677-8899-aabbccddeeff|t=12|\n",
	           0);
}

/* The subtypes 3 and 4 of binary values; 5 is a hash. */
static void uuids(void **state)
{
	(void)state;
	check_text("u.json",
	           "{\"a\":{\"$binary\":{\"base64\":\"ABEiM0RVZneImaq7zN3u/w==\",\"subType\":\"04\"}}}\n"
	           "{\"a\":{\"$binary\":\"ABEiM0RVZneImaq7zN3u/w==\",\"$type\":\"03\"}}\n"
	           "{\"a\":{\"$binary\":{\"base64\":\"ABEiM0RVZneImaq7zN3u/w==\",\"subType\":\"05\"}}}\n"
	           "{\"a\":{\"$binary\":{\"base64\":\"AB==\",\"subType\":\"04\"}}}\n",
	           "ndjson",
	           "u@000000 a=00112233-4455-6677-8899-aabbccddeeff|\n"
	           "u@000071 a=00112233-4455-6677-8899-aabbccddeeff|\n"
	           "u@000129 a=ABEiM0RVZneImaq7zN3u/w==|\nu@000200 a=AB==|\n",
	           0);
}

static void values_with_something_about_them(void **state)
{
	(void)state;
	check_text("u.json",
	           "{\"b\":{\"$binary\":{\"base64\":\"q80=\",\"subType\":\"00\"}},"
	           "\"l\":[{\"$binary\":\"qg==\",\"$type\":\"03\"},{\"$regex\":\"^a\",\"$options\":\"i\"}]}\n"
	           "{\"t\":{\"$timestamp\":{\"t\":5,\"i\":1}},"
	           "\"r\":{\"$regularExpression\":{\"pattern\":\"x\",\"options\":\"\"}},\"z\":1}\n",
	           "ndjson",
	           "u@000000 b=q80=|l[]=qg==|l[]=^a|\n"
	           "u@000120 r=x|t=5|z=1|\n",
	           0);
}

/* What only begins alike is an object as any other. */
static void others_are_objects(void **state)
{
	(void)state;
	check_text("u.json",
	           "{\"b\":{\"$binary\":{\"base64\":\"q\",\"other\":1}},\"c\":{\"$binary\":5}}\n"
	           "{\"b\":{\"$binary\":\"q\",\"$type\":\"0\",\"x\":1},\"$regex\":\"a\",\"$options\":\"b\"}\n",
	           "ndjson",
	           "u@000000 b.$binary.base64=q|b.$binary.other=1|c.$binary=5|\n"
	           "u@000061 $options=b|$regex=a|b.$binary=q|b.$type=0|b.x=1|\n",
	           0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(wrapped_values),
	    cmocka_unit_test(uuids),
	    cmocka_unit_test(values_with_something_about_them),
	    cmocka_unit_test(others_are_objects),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
