// frontdesk-api: prints the documents of all APIs, as they are served under /docs.
#include <cstdio>
#include <cstring>

#include "schemas/api/families.hpp"
#include "schemas/api/openapi.hpp"

int main(int count, char** arguments) {
  using namespace frontdesk;
  const char* wanted = count == 2 ? arguments[1] : "";
  if (std::strcmp(wanted, "openapi") == 0) return std::puts(api::openapi(api::families()).c_str()) < 0;
  if (std::strcmp(wanted, "asyncapi") == 0) return std::puts(api::asyncapi(api::families()).c_str()) < 0;
  std::fputs("usage: frontdesk-api openapi|asyncapi\n", stderr);
  return 2;
}
