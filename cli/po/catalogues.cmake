# What the command says, in other languages: po/LANGUAGE.po by hand, from it the catalogue that gettext reads.
#
#   ninja translations    brings the .po files up to date with the code: new texts come in empty, changed ones as
#                         "fuzzy", which the tests refuse until somebody has looked at them
find_program(MSGFMT msgfmt REQUIRED)
find_program(XGETTEXT xgettext REQUIRED)
find_program(MSGMERGE msgmerge REQUIRED)
include(${PROJECT_SOURCE_DIR}/cli/po/extract.cmake)

# In the build tree as it will be installed: LANGUAGE/LC_MESSAGES/zutritt.mo
set(ZUTRITT_CATALOGUES ${PROJECT_BINARY_DIR}/locale CACHE INTERNAL "")
file(GLOB languages CONFIGURE_DEPENDS RELATIVE ${CMAKE_CURRENT_SOURCE_DIR}/po ${CMAKE_CURRENT_SOURCE_DIR}/po/*.po)
set(catalogues)
foreach(po ${languages})
  string(REPLACE ".po" "" language ${po})
  set(folder ${ZUTRITT_CATALOGUES}/${language}/LC_MESSAGES)
  file(MAKE_DIRECTORY ${folder})
  add_custom_command(OUTPUT ${folder}/zutritt.mo
    COMMAND ${MSGFMT} --check -o ${folder}/zutritt.mo ${CMAKE_CURRENT_SOURCE_DIR}/po/${po}
    DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/po/${po} VERBATIM)
  list(APPEND catalogues ${folder}/zutritt.mo)
  install(FILES ${folder}/zutritt.mo DESTINATION ${CMAKE_INSTALL_LOCALEDIR}/${language}/LC_MESSAGES)
endforeach()
add_custom_target(catalogues ALL DEPENDS ${catalogues})

file(GLOB texts CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.[ch] ${CMAKE_CURRENT_SOURCE_DIR}/manual/*.[ch])
zutritt_translations(zutritt ${CMAKE_CURRENT_SOURCE_DIR}/po --keyword=_ --keyword=N_ --keyword=C_:1c,2 --flag=_:1:pass-c-format
  --flag=N_:1:pass-c-format ${texts})
