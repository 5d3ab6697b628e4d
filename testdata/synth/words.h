/*
 * Word lists of the generator. Places and streets are invented, with the suffix
 * characters real ones have; names of persons are put together at random.
 */
#ifndef SYNTH_WORDS_H
#define SYNTH_WORDS_H

#include "record.h"

extern const struct synth_word synth_placeholders[4];
extern const struct synth_word synth_surnames[104];
extern const struct synth_word synth_given[123];
extern const struct synth_word synth_latin_given[50];
extern const struct synth_word synth_latin_family[45];
extern const struct synth_word synth_provinces[16];
extern const struct synth_word synth_syllables[24];
extern const struct synth_word synth_districts[12];
extern const struct synth_word synth_roads[26];
extern const struct synth_word synth_estates[15];
extern const struct synth_word synth_towns[10];
extern const struct synth_word synth_jobs[20];
extern const struct synth_word synth_ethnicities[22];
extern const struct synth_word synth_marital[7];
extern const struct synth_word synth_education[12];
extern const struct synth_word synth_military[6];
extern const struct synth_word synth_labels[10];
extern const struct synth_word synth_idtypes[8];
extern const struct synth_word synth_sources[6];
extern const struct synth_word synth_offences[12];
extern const struct synth_word synth_case_states[6];
extern const struct synth_word synth_latin_streets[16];
extern const struct synth_word synth_latin_cities[12];
extern const struct synth_word synth_domains[9];
extern const struct synth_word synth_mobile_prefixes[9];

#endif
