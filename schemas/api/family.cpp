#include "schemas/api/family.hpp"

#include <iterator>

namespace frontdesk::api {

namespace {
template <class T>
void append(std::vector<T>& all, std::vector<T>& more) {
  all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}
}  // namespace

Family family_of(const Manners& manners, std::string_view title, std::string_view description,
                 std::vector<Resource> resources) {
  Family family{manners, title, description, {}};
  for (auto& resource : resources) {
    append(family.routes, resource.routes);
    append(family.pushes, resource.pushes);
    append(family.row_pushes, resource.row_pushes);
  }
  return family;
}

}  // namespace frontdesk::api
