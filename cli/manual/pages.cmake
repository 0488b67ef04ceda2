# The manual pages and the completion of bash: zutritt(1) and the completion are made from the table of commands, in
# each language that there is a catalogue of; the others are written by hand.
set(pages ${PROJECT_BINARY_DIR}/pages)
file(MAKE_DIRECTORY ${pages})
add_custom_command(OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/completion.bash.h
  COMMAND sh -c "{ od -An -v -t d1 '${CMAKE_CURRENT_SOURCE_DIR}/manual/completion.bash' | sed 's/\\([0-9][0-9]*\\)/\\1,/g'; echo 0; } > completion.bash.h"
  DEPENDS manual/completion.bash WORKING_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR} VERBATIM)
add_executable(zutritt-pages manual/main.c manual/manual.c manual/completion.c ${CMAKE_CURRENT_BINARY_DIR}/completion.bash.h)
target_include_directories(zutritt-pages PRIVATE ${CMAKE_CURRENT_BINARY_DIR})
target_link_libraries(zutritt-pages PRIVATE zutritt_cli)

add_custom_command(OUTPUT ${pages}/zutritt.bash
  COMMAND ${CMAKE_COMMAND} -E env LC_ALL=C $<TARGET_FILE:zutritt-pages> completion > ${pages}/zutritt.bash
  DEPENDS zutritt-pages VERBATIM)
add_custom_command(OUTPUT ${pages}/zutritt.1
  COMMAND ${CMAKE_COMMAND} -E env LC_ALL=C $<TARGET_FILE:zutritt-pages> manual > ${pages}/zutritt.1
  DEPENDS zutritt-pages VERBATIM)
set(made ${pages}/zutritt.bash ${pages}/zutritt.1)
install(FILES ${pages}/zutritt.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME zutritt)
install(FILES ${pages}/zutritt.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
foreach(po ${languages})
  string(REPLACE ".po" "" language ${po})
  set(page ${pages}/${language}/zutritt.1)
  file(MAKE_DIRECTORY ${pages}/${language})
  add_custom_command(OUTPUT ${page}
    COMMAND ${CMAKE_COMMAND} -E env LC_ALL=C.UTF-8 LANGUAGE=${language} ZUTRITT_LOCALE_DIR=${ZUTRITT_CATALOGUES}
      $<TARGET_FILE:zutritt-pages> manual > ${page}
    DEPENDS zutritt-pages ${ZUTRITT_CATALOGUES}/${language}/LC_MESSAGES/zutritt.mo VERBATIM)
  list(APPEND made ${page})
  install(FILES ${page} DESTINATION ${CMAKE_INSTALL_MANDIR}/${language}/man1)
endforeach()
add_custom_target(pages ALL DEPENDS ${made})
install(FILES ${PROJECT_SOURCE_DIR}/docs/zutrittd.8 ${PROJECT_SOURCE_DIR}/docs/zutritt-mqtt.8
  DESTINATION ${CMAKE_INSTALL_MANDIR}/man8)
install(FILES ${PROJECT_SOURCE_DIR}/docs/zutritt.conf.5 DESTINATION ${CMAKE_INSTALL_MANDIR}/man5)
