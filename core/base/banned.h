/*
 * Functions that no source file may call, one row each with the reason.
 * scripts/check reads this list; a program may include it with its own
 * GBX_BANNED, as with the other lists.
 *
 * GBX_BANNED(function, reason)
 */
/* write without a bound */
GBX_BANNED(strcpy, "no bound: snprintf or gbx_buf")
GBX_BANNED(stpcpy, "no bound: snprintf or gbx_buf")
GBX_BANNED(strcat, "no bound: gbx_buf")
GBX_BANNED(strncpy, "leaves text without its end: snprintf")
GBX_BANNED(strncat, "its bound is what is left, not the size: gbx_buf")
GBX_BANNED(sprintf, "no bound: snprintf or gbx_buf_addf")
GBX_BANNED(vsprintf, "no bound: vsnprintf")
GBX_BANNED(gets, "no bound: getline")
GBX_BANNED(scanf, "%s has no bound, %d no overflow check: strtoull")
GBX_BANNED(alloca, "stack by input size: gbx_arena")
GBX_BANNED(strdupa, "stack by input size: strdup or gbx_arena")
/* hide errors */
GBX_BANNED(atoi, "no error, undefined on overflow: strtoul")
GBX_BANNED(atol, "no error, undefined on overflow: strtol")
GBX_BANNED(atoll, "no error, undefined on overflow: strtoll")
GBX_BANNED(atof, "no error: strtod")
/* keep state between calls or threads */
GBX_BANNED(strtok, "hidden state: walk a gbx_span")
GBX_BANNED(gmtime, "shared buffer: gmtime_r")
GBX_BANNED(localtime, "shared buffer, and the machine's time zone changes the output: gmtime_r")
GBX_BANNED(asctime, "shared buffer: strftime")
GBX_BANNED(ctime, "shared buffer: strftime")
GBX_BANNED(rand, "shared state, and the same input must give the same output: a seeded generator")
GBX_BANNED(srand, "shared state: a seeded generator")
GBX_BANNED(random, "shared state: a seeded generator")
GBX_BANNED(setjmp, "leaves owned things behind: return an error")
GBX_BANNED(longjmp, "leaves owned things behind: return an error")
/* reach outside */
GBX_BANNED(system, "starts a shell: nothing here starts programs")
GBX_BANNED(popen, "starts a shell: nothing here starts programs")
GBX_BANNED(mktemp, "a race for the name: mkdtemp or mkstemp")
GBX_BANNED(tmpnam, "a race for the name: mkdtemp or mkstemp")
GBX_BANNED(tempnam, "a race for the name: mkdtemp or mkstemp")
GBX_BANNED(tmpfile, "raw values could reach the disk: memory only")
