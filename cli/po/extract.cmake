# zutritt_translations(DOMAIN FOLDER OPTION... SOURCE...): collects what people read in the sources into
# ${DOMAIN}.pot of the build tree, and gives the target "translations" the step that brings FOLDER/*.po up to date
# with it. The tests compare the same two (tests/system/translations.sh).
function(zutritt_translations domain folder)
  set(pot ${PROJECT_BINARY_DIR}/locale/${domain}.pot)
  file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/locale)
  set(options ${ARGN})
  list(FILTER options INCLUDE REGEX "^--")
  set(sources ${ARGN})
  list(FILTER sources EXCLUDE REGEX "^--")
  set(names)
  foreach(source ${sources})
    file(RELATIVE_PATH name ${PROJECT_SOURCE_DIR} ${source})
    list(APPEND names ${name})
  endforeach()
  add_custom_command(OUTPUT ${pot}
    COMMAND ${XGETTEXT} ${options} --language=C --from-code=UTF-8 --add-comments=translators: --no-wrap
      --sort-by-file --package-name=Zutritt --directory=${PROJECT_SOURCE_DIR} -o ${pot} ${names}
    COMMAND sed -i "/^\"POT-Creation-Date/d" ${pot} # two people who add a text at the same time are no conflict
    DEPENDS ${sources} VERBATIM)
  add_custom_target(${domain}_pot ALL DEPENDS ${pot})
  if(NOT TARGET translations)
    add_custom_target(translations)
  endif()
  file(GLOB languages ${folder}/*.po)
  set(steps)
  foreach(po ${languages})
    list(APPEND steps COMMAND ${MSGMERGE} --quiet --update --backup=none --no-wrap --no-location --previous ${po} ${pot})
  endforeach()
  add_custom_target(${domain}_merge ${steps} DEPENDS ${pot} VERBATIM)
  add_dependencies(translations ${domain}_merge)
endfunction()
