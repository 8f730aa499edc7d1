// Dependencies point one way: programs → domain, platform, schemas; domain → generated events; platform → libraries.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

struct Include {
  std::string file;    // relative to the repository
  std::string target;  // as written between quotes
};

const std::set<std::string> programs = {"command-api", "query-api", "projectors", "realtime-gateway"};
const std::set<std::string> contexts = {"identity", "clinic_queue", "booking", "chat", "support"};

std::string first_folder(const std::string& path) { return path.substr(0, path.find('/')); }

// The context whose folder a path lies in, empty when in none.
std::string context_of(const std::string& path) {
  std::string context;
  for (const auto& part : fs::path(path).parent_path()) {
    if (contexts.count(part.string()) > 0) context = part.string();
  }
  return context;
}

std::vector<Include> includes_of(const fs::path& root, const std::string& folder) {
  std::vector<Include> includes;
  for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
    const auto extension = entry.path().extension();
    if (extension != ".cpp" && extension != ".hpp") continue;
    std::ifstream file(entry.path());
    for (std::string line; std::getline(file, line);) {
      const std::string start = "#include \"";
      if (line.compare(0, start.size(), start) != 0) continue;
      const auto target = line.substr(start.size(), line.find('"', start.size()) - start.size());
      includes.push_back({fs::relative(entry.path(), root).string(), target});
    }
  }
  return includes;
}

std::vector<Include> all_of(const std::vector<std::string>& folders) {
  std::vector<Include> all;
  for (const auto& folder : folders) {
    const auto found = includes_of(FRONTDESK_SOURCE_DIR, folder);
    EXPECT_FALSE(found.empty()) << folder << " has no includes: is the folder scanned at all?";
    all.insert(all.end(), found.begin(), found.end());
  }
  return all;
}

TEST(Dependencies, ProgramsNeverIncludeEachOther) {
  for (const auto& include : all_of({"command-api", "query-api", "projectors", "realtime-gateway"})) {
    const auto target = first_folder(include.target);
    EXPECT_TRUE(programs.count(target) == 0 || target == first_folder(include.file))
        << include.file << " includes " << include.target;
  }
}

TEST(Dependencies, ProgramsUseDomainPlatformSchemasAndWhatIsGeneratedOnly) {
  const std::set<std::string> allowed = {"domain", "platform", "schemas", "events", "rows"};
  for (const auto& include : all_of({"command-api", "query-api", "projectors", "realtime-gateway"})) {
    const auto target = first_folder(include.target);
    EXPECT_TRUE(allowed.count(target) > 0 || target == first_folder(include.file))
        << include.file << " includes " << include.target;
  }
}

TEST(Dependencies, OnlyTheCommandSideDecides) {
  for (const auto& include : all_of({"query-api", "projectors", "realtime-gateway"})) {
    EXPECT_NE(first_folder(include.target), "domain") << include.file << " includes " << include.target;
  }
}

TEST(Dependencies, DomainKnowsGeneratedEventsAlone) {
  for (const auto& include : all_of({"domain"})) {
    const auto target = first_folder(include.target);
    EXPECT_TRUE(target == "domain" || target == "events" || include.target == "schemas/event_types.hpp" ||
                include.target == "platform/time/instant.hpp")
        << include.file << " includes " << include.target;
  }
}

TEST(Dependencies, PlatformKnowsNoContextAndNoProgram) {
  for (const auto& include : all_of({"platform"})) {
    EXPECT_EQ(first_folder(include.target), "platform") << include.file << " includes " << include.target;
  }
}

// JSON, input and rules of fields are the same for every API; how each speaks is in schemas/api.
TEST(Dependencies, WireKnowsNoApi) {
  for (const auto& include : all_of({"schemas/wire"})) {
    EXPECT_TRUE(include.target.starts_with("schemas/wire/") || first_folder(include.target) == "platform")
        << include.file << " includes " << include.target;
  }
}

// How a family speaks is asked of everything that answers, also of programs that have none of its routes.
TEST(Dependencies, MannersKnowNoRoute) {
  const std::set<std::string> routes = {"route", "family", "families", "reading", "field", "shape"};
  for (const auto& include : all_of({"schemas/api"})) {
    const fs::path file(include.file);
    if (file.stem() != "manners" && file.stem() != "answers" && file.stem() != "cors") continue;
    EXPECT_EQ(routes.count(fs::path(include.target).stem().string()), 0U)
        << include.file << " includes " << include.target;
  }
}

TEST(Dependencies, ContextsNeverIncludeEachOther) {
  for (const auto& include : all_of({"domain", "projectors"})) {
    const auto from = context_of(include.file);
    auto to = context_of(include.target);
    const auto stem = fs::path(include.target).stem().string();
    if (first_folder(include.target) == "events") to = stem.substr(0, stem.rfind("_apply"));
    if (first_folder(include.target) == "rows") to = stem.substr(0, stem.rfind("_sql"));
    EXPECT_TRUE(from.empty() || to.empty() || from == to) << include.file << " includes " << include.target;
  }
}

// They could leave the repository together, with the few files on how bytes leave a connection.
TEST(Dependencies, ProtocolLibrariesKnowNothingOfFrontdesk) {
  const std::map<std::string, std::set<std::string>> allowed = {
      {"realtime-gateway/web", {"web", "websocket", "sockets"}},
      {"realtime-gateway/engineio", {"web", "websocket", "engineio"}},
      {"realtime-gateway/socketio", {"web", "engineio", "socketio"}},
  };
  const std::set<std::string> of_websocket = {"linger_limits", "lingering_close", "outbox", "queued_socket"};
  for (const auto& [folder, parts] : allowed) {
    for (const auto& include : all_of({folder})) {
      const fs::path target(include.target);
      const auto part = target.parent_path().filename().string();
      const auto stem = target.stem().string();
      EXPECT_TRUE(first_folder(include.target) == "realtime-gateway" && parts.count(part) > 0 &&
                  (part != "websocket" || of_websocket.count(stem) > 0) &&
                  (part != "sockets" || stem == "announcement"))
          << include.file << " includes " << include.target;
    }
  }
}

TEST(Names, NothingIsCalledManagerHelperUtilCommonOrBase) {
  const std::set<std::string> banned = {"manager", "helper", "helpers", "util", "utils", "common", "base", "misc"};
  for (const auto& folder :
       {"command-api", "query-api", "projectors", "realtime-gateway", "domain", "platform", "schemas", "tests"}) {
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(FRONTDESK_SOURCE_DIR) / folder)) {
      EXPECT_EQ(banned.count(entry.path().stem().string()), 0U) << entry.path();
    }
  }
}

// A rehearsal moves all clocks together or proves nothing.
TEST(Clock, IsReadInOnePlace) {
  std::vector<std::string> readers;
  for (const auto& folder : {"command-api", "query-api", "projectors", "realtime-gateway", "domain", "platform"}) {
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(FRONTDESK_SOURCE_DIR) / folder)) {
      if (entry.path().extension() != ".cpp" && entry.path().extension() != ".hpp") continue;
      std::ifstream file(entry.path());
      for (std::string line; std::getline(file, line);) {
        if (line.find("system_clock") == std::string::npos) continue;
        readers.push_back(fs::relative(entry.path(), FRONTDESK_SOURCE_DIR).string());
      }
    }
  }
  EXPECT_EQ(readers, std::vector<std::string>{"platform/time/wall_clock.cpp"});
}

}  // namespace
