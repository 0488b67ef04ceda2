# docs/io.zutritt.varlink as a C string, so that zutrittd can tell what it speaks.
set(varlink ${PROJECT_SOURCE_DIR}/docs/io.zutritt.varlink)
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${varlink})
file(READ ${varlink} text)
string(REPLACE "\\" "\\\\" text "${text}")
string(REPLACE "\"" "\\\"" text "${text}")
string(REPLACE "\n" "\\n\" \\\n\t\"" text "${text}")
file(CONFIGURE OUTPUT ${CMAKE_CURRENT_BINARY_DIR}/office/interface.varlink.h
  CONTENT "/* made from docs/io.zutritt.varlink */\n#define INTERFACE_VARLINK \\\n\t\"@text@\"\n" @ONLY)
target_include_directories(zutritt_office PRIVATE ${CMAKE_CURRENT_BINARY_DIR}/office)
