// What is refused, in which words and in which order: contract 001, sections 1 and 2.
#include "tests/contract/appointment_chat/chat.hpp"

namespace frontdesk::contract {
namespace {

struct Checks : AppointmentChat {
  static std::string invalid(const std::string& details) {
    return R"(400 {"error":"Invalid request data","details":[)" + details + "]}";
  }
  static std::string fault(const std::string& path, const std::string& message, const std::string& code) {
    return R"({"path":)" + path + R"(,"message":")" + message + R"(","code":")" + code + "\"}";
  }
  const std::string nobody_token = "nonsense";
};

TEST_F(Checks, OfAGetComeInTheirOrder) {
  const auto booked = book();
  const auto get = [&](const std::string& path, const std::string& query, const std::string& token) {
    return said(client.get("/api/appointment-chat/" + path + query, token));
  };
  const auto stranger = pet_parent();
  for (const std::string path : {"messages", "test"}) {
    for (const std::string query : {"", "?appointmentId=x", "?appointmentId=0123456789abcdef01234560"}) {
      EXPECT_EQ(get(path, query, ""), unauthorized);
      EXPECT_EQ(get(path, query, "nonsense"), unauthorized);
    }
    const auto missing = error(400, "Appointment ID is required");
    EXPECT_EQ(get(path, "", stranger.token), missing);
    EXPECT_EQ(get(path, "?appointmentId=", stranger.token), missing);
    EXPECT_EQ(get(path, "?appointmentId=a&appointmentId=b", stranger.token), missing) << "an array is no id";
    for (const std::string id :
         {"x", "0123456789abcdef0123456", "0123456789abcdef012345678", "0123456789abcdef0123456g",
          "%20123456789abcdef01234567", "6f1d2c3b-4a59-4e68-8f7a-0b1c2d3e4f50"}) {
      EXPECT_EQ(get(path, "?appointmentId=" + id, stranger.token), malformed) << id;
    }
    EXPECT_EQ(get(path, "?appointmentId=" + unknown_id, stranger.token), not_found);
    EXPECT_EQ(get(path, "?appointmentId=" + booked.room_id, parent.token), not_found) << "a room's id is none";
    EXPECT_EQ(get(path, "?appointmentId=" + booked.id, stranger.token), denied);
  }
}

TEST_F(Checks, OfAPostComeInTheirOrder) {
  const auto booked = book();
  const auto stranger = pet_parent();
  const Somebody nobody{"", "", ""};
  EXPECT_EQ(said(post("{", nobody)), unauthorized);
  EXPECT_EQ(said(post(R"({"appointmentId":"x"})", stranger)),
            invalid(fault(R"(["content"])", "Message content is required", "too_small")))
      << "the body before the form of the id";
  EXPECT_EQ(said(post(saying("x", "hi"), stranger)), malformed);
  EXPECT_EQ(said(post(saying(unknown_id, "hi"), stranger)), not_found);
  EXPECT_EQ(said(post(saying(booked.id, "hi"), stranger)), denied);
}

TEST_F(Checks, OfABodyTellEachFault) {
  const auto booked = book();
  const auto no_id = fault(R"(["appointmentId"])", "Appointment ID is required", "too_small");
  const auto no_content = fault(R"(["content"])", "Message content is required", "too_small");
  EXPECT_EQ(said(post("{}", parent)), invalid(no_id + "," + no_content));
  EXPECT_EQ(said(post("", parent)), invalid(no_id + "," + no_content));
  EXPECT_EQ(said(post(R"({"appointmentId":"","content":""})", parent)), invalid(no_id + "," + no_content));
  for (const auto* blank : {"   ", "\\n\\t ", "\\u00a0", "\\u200b"}) {
    EXPECT_EQ(said(post(saying(booked.id, blank), parent)), invalid(no_content)) << blank << ": safe, a 500 once";
  }
  for (const auto* text : {"{", "{]", "nonsense", "\"text\"", "7", R"({"content":"\ud83d"})"}) {
    EXPECT_EQ(said(post(text, parent)), invalid("")) << text;
  }
  const auto of_type = [&](const std::string& json) {
    return said(post(saying(booked.id, "x", R"(,"messageType":)" + json), parent)).substr(0, 44);
  };
  for (const auto* json : {"\"doc\"", "\"Text\"", "7", "null", "[]"}) {
    EXPECT_EQ(of_type(json), R"(400 {"error":"Invalid request data","details)") << json;
  }
  EXPECT_EQ(post(R"({"appointmentId":7,"content":["x"]})", parent).json()["details"].size(), 2U);
  EXPECT_EQ(post(R"([])", parent).status, 400);
}

TEST_F(Checks, OfAttachmentsNameTheirPlace) {
  const auto booked = book();
  const auto with = [&](const std::string& json) {
    return post(saying(booked.id, "x", R"(,"attachments":)" + json), parent).json()["details"];
  };
  const auto two_wrong =
      with(R"j([{"url":"https://x/a","fileName":"a"},{"url":"javascript:alert(1)","fileName":7}])j").dump();
  EXPECT_EQ(two_wrong,
            R"([{"path":["attachments",1,"url"],"message":"Invalid url","code":"invalid_type"},)"
            R"({"path":["attachments",1,"fileName"],"message":"Invalid input: expected string, received number",)"
            R"("code":"invalid_type"}])");
  for (const auto* url : {"", "x", "ftp://x/a", "//x/a", "/etc/passwd", "/uploads/../etc/passwd", "data:text/html,x",
                          "https://", "uploads/a"}) {
    EXPECT_EQ(with(R"([{"url":)" + json_text(url) + R"(,"fileName":"a"}])")[0]["path"].dump(),
              R"(["attachments",0,"url"])")
        << url;
  }
  EXPECT_EQ(with(R"([{"url":"https://x/a","fileName":"a","fileSize":"7"}])")[0]["path"].dump(),
            R"(["attachments",0,"fileSize"])");
  EXPECT_EQ(with(R"(["https://x/a"])")[0]["path"].dump(), R"(["attachments",0])");
  EXPECT_EQ(with(R"("https://x/a")")[0]["path"].dump(), R"(["attachments"])");
  EXPECT_EQ(with("null")[0]["path"].dump(), R"(["attachments"])");
  std::string eleven = "[";
  for (int i = 0; i < 11; ++i) eleven += std::string(i == 0 ? "" : ",") + R"({"url":"https://x/a","fileName":"a"})";
  EXPECT_EQ(with(eleven + "]")[0]["code"].text(), "too_big");
  EXPECT_EQ(with("[]").size(), 0U) << "none is fine";
}

TEST_F(Checks, OfTypingSayOneSentence) {
  const auto booked = book();
  const auto typing = [&](const std::string& body, const std::string& token) {
    return said(client.post("/api/appointment-chat/typing", body, token));
  };
  const auto body = [&](const std::string& id, const std::string& action) {
    return R"({"appointmentId":)" + json_text(id) + R"(,"userId":"anybody","action":)" + json_text(action) + "}";
  };
  EXPECT_EQ(typing(body(booked.id, "start"), ""), unauthorized);
  const auto missing = error(400, "Missing required fields");
  for (const std::string& faulty :
       {std::string("{}"), std::string(""), body("", "start"), body(booked.id, ""), body(booked.id, "pause"),
        R"({"appointmentId":)" + json_text(booked.id) + R"(,"action":"start"})",
        std::string(R"({"appointmentId":7,"userId":"x","action":"start"})")}) {
    EXPECT_EQ(typing(faulty, parent.token), missing) << faulty;
  }
  EXPECT_EQ(typing(body("x", "start"), parent.token), malformed);
  EXPECT_EQ(typing(body(unknown_id, "start"), parent.token), not_found);
  EXPECT_EQ(typing(body(booked.id, "start"), pet_parent().token), denied);
  for (const auto* action : {"start", "stop"}) {
    EXPECT_EQ(typing(body(booked.id, action), vet.token), R"(200 {"success":true})");
  }
}

}  // namespace
}  // namespace frontdesk::contract
