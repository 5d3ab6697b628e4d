# enum gbx_type and its table, made from schemas/types.tsv.
set(GBX_GEN ${CMAKE_BINARY_DIR}/gen)
file(MAKE_DIRECTORY ${GBX_GEN})
add_custom_command(
  OUTPUT ${GBX_GEN}/types.gen.h ${GBX_GEN}/types.gen.c
  COMMAND ${CMAKE_SOURCE_DIR}/scripts/gen-types ${CMAKE_SOURCE_DIR}/schemas/types.tsv ${GBX_GEN}
  DEPENDS ${CMAKE_SOURCE_DIR}/schemas/types.tsv ${CMAKE_SOURCE_DIR}/scripts/gen-types
  VERBATIM)
# The words of column names and values, made from schemas/headers.tsv and schemas/data.
set(GBX_WORDS ${CMAKE_SOURCE_DIR}/schemas/headers.tsv ${CMAKE_SOURCE_DIR}/schemas/data/names.tsv
  ${CMAKE_SOURCE_DIR}/schemas/data/places.tsv ${CMAKE_SOURCE_DIR}/schemas/data/vocab.tsv ${CMAKE_SOURCE_DIR}/schemas/data/world.tsv)
add_custom_command(
  OUTPUT ${GBX_GEN}/words.gen.c
  COMMAND ${CMAKE_SOURCE_DIR}/scripts/gen-words ${GBX_GEN} ${GBX_WORDS}
  DEPENDS ${GBX_WORDS} ${CMAKE_SOURCE_DIR}/scripts/gen-words
  VERBATIM)
# Provinces of China by the heads of their numbers.
add_custom_command(
  OUTPUT ${GBX_GEN}/regions.gen.c
  COMMAND ${CMAKE_SOURCE_DIR}/scripts/gen-regions ${CMAKE_SOURCE_DIR}/schemas/data/regions_cn.tsv ${GBX_GEN}
  DEPENDS ${CMAKE_SOURCE_DIR}/schemas/data/regions_cn.tsv ${CMAKE_SOURCE_DIR}/scripts/gen-regions
  VERBATIM)
add_custom_target(gbx_catalogue DEPENDS ${GBX_GEN}/types.gen.h ${GBX_GEN}/types.gen.c ${GBX_GEN}/words.gen.c
  ${GBX_GEN}/regions.gen.c)
