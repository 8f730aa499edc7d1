#pragma once
#include <cstdint>
#include <string>

// What is asked of the edge byte by byte, because a client library would refuse to send most of it.
namespace frontdesk::edge_tests {

struct Answer {
  int status = 0;  // 0: none
  std::string head;
  std::string body;
};

class Connection {
 public:
  Connection();  // to the instance under test
  explicit Connection(std::uint16_t port);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // A refused request may be answered and its connection closed before all of it is sent: that is no error here.
  void send(const std::string& bytes);
  // The next answer, up to the end of its body: after a refusal the edge keeps the connection for a while, to drain it.
  // An answer to HEAD has none.
  Answer answer(bool to_head = false);
  bool ends();  // in order, without a reset

 private:
  int socket_;
  std::string received_;
};

Answer exchange(const std::string& request);
Answer ask(const std::string& method, const std::string& target, const std::string& headers = "");

bool has(const Answer& answer, const std::string& line);
std::string header(const Answer& answer, const std::string& name);  // empty when absent

}  // namespace frontdesk::edge_tests
