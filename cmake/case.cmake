# The tables of a case as a C text, made from schemas/case.sql. It is made with
# the catalogue, which every module waits for.
add_custom_command(
  OUTPUT ${GBX_GEN}/case_sql.gen.h
  COMMAND ${CMAKE_SOURCE_DIR}/scripts/gen-case ${CMAKE_SOURCE_DIR}/schemas/case.sql ${GBX_GEN}/case_sql.gen.h
  DEPENDS ${CMAKE_SOURCE_DIR}/schemas/case.sql ${CMAKE_SOURCE_DIR}/scripts/gen-case
  VERBATIM)
add_custom_target(gbx_case_sql DEPENDS ${GBX_GEN}/case_sql.gen.h)
add_dependencies(gbx_catalogue gbx_case_sql)
