# What the office says in other languages, from po/LANGUAGE.po as bytes for sentence.c. "ninja translations" brings the
# .po file up to date with the code (cli/po/extract.cmake).
find_program(MSGFMT msgfmt REQUIRED)
find_program(XGETTEXT xgettext REQUIRED)
find_program(MSGMERGE msgmerge REQUIRED)
include(${PROJECT_SOURCE_DIR}/cli/po/extract.cmake)
set(de ${CMAKE_CURRENT_BINARY_DIR}/office/de.mo)
add_custom_command(OUTPUT ${de}.h
  COMMAND ${MSGFMT} --check --endianness=little --no-hash -o ${de} ${CMAKE_CURRENT_SOURCE_DIR}/office/po/de.po
  COMMAND sh -c "od -An -v -t u1 '${de}' | sed 's/ *\\([0-9][0-9]*\\)/\\1,/g' > '${de}.h'"
  DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/office/po/de.po VERBATIM)
target_sources(zutritt_office PRIVATE ${de}.h)
target_include_directories(zutritt_office PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/office)
zutritt_translations(zutrittd ${CMAKE_CURRENT_SOURCE_DIR}/office/po
  --keyword --keyword=N_ --keyword=sentence --keyword=sentence_of:2,3
  --keyword=answer_session_unknown:2 --keyword=answer_not_permitted:2 --keyword=answer_unavailable:2
  --keyword=answer_not_found:3 --keyword=answer_invalid:3 --keyword=answer_conflict:3 --keyword=answer_refused:3
  --keyword=answer_ambiguous:4 --keyword=change_put_note:3 --keyword=plan_say:2
  ${office})
