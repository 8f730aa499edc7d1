// GET and POST /api/appointment-chat/messages, and /test: contract 001, sections 2, 4 and 6.
#include "tests/contract/api_document/witness.hpp"
#include "tests/contract/appointment_chat/chat.hpp"

namespace frontdesk::contract {
namespace {

[[maybe_unused]] const auto* const witness = testing::AddGlobalTestEnvironment(new Witness);

using Texts = std::vector<std::string>;

struct Messages : AppointmentChat {};

TEST_F(Messages, AreShownWithTheirAppointment) {
  const auto booked = book(R"(,"veterinarianId":)" + json_text(vet.id) +
                           R"(,"petName":"Rex","petParentName":"Parent Name","veterinarianName":"Dr. Name")");
  EXPECT_EQ(said(chat(booked.id, parent)),
            R"(200 {"messages":[],"appointment":{"id":")" + booked.id +
                R"(","petParentName":"Parent Name","veterinarianName":"Dr. Name","petName":"Rex",)"
                R"("appointmentDate":"2024-01-15","appointmentTime":"10:30"}})");
}

TEST_F(Messages, AreSentAndShownInTheirWholeShape) {
  const auto booked = book();
  const auto answered =
      post(saying(booked.id, "  Hi there  ", R"(,"senderId":"somebody","isRead":true,"unknown":1)"), parent);
  ASSERT_EQ(answered.status, 200) << answered.body;
  const auto message = answered.json()["message"];
  const auto id = message["_id"].text();
  const auto at = message["createdAt"].text();
  EXPECT_EQ(answered.body, R"({"message":{"_id":")" + id + R"(","appointmentId":")" + booked.id + R"(","senderId":")" +
                               parent.profile_id +
                               R"(","senderType":"pet_parent","senderName":"Asha Rao",)"
                               R"("senderImage":"https://x.example/asha.png","content":"Hi there",)"
                               R"("messageType":"text","attachments":[],"isRead":false,"isDelivered":true,)"
                               R"("createdAt":")" +
                               at + R"(","updatedAt":")" + at + R"("},"success":true})");
  EXPECT_EQ(id.size(), 24U);
  EXPECT_EQ(messages(booked.id, parent)[0].dump(), message.dump()) << "as it was told";
}

TEST_F(Messages, OfSomebodyWithoutNameOrPictureHaveTheConstants) {
  parent = somebody("pet_parent");
  vet = somebody("veterinarian", R"(,"email":"vet@example.com")");
  const auto booked = book();
  const auto of_parent = say(booked.id, "a", parent);
  const auto of_vet = say(booked.id, "b", vet);
  EXPECT_EQ(of_parent["senderName"].text() + "|" + of_parent["senderImage"].text(), "Pet Parent|");
  EXPECT_EQ(of_vet["senderName"].text() + "|" + of_vet["senderType"].text(), "Veterinarian|veterinarian");
  const auto shown = chat(booked.id, parent).json()["appointment"];
  EXPECT_EQ(shown["petParentName"].text() + "|" + shown["veterinarianName"].text() + "|" + shown["petName"].text(),
            "Pet Parent|Veterinarian|Pet");
}

TEST_F(Messages, NameWhomTheBookingDoesNotByTheNameLastSeen) {
  const auto booked = book();
  const auto shown = [&](const Somebody& who) { return chat(booked.id, who).json()["appointment"]; };
  EXPECT_EQ(shown(parent)["petParentName"].text(), "Asha Rao") << "the caller's own";
  EXPECT_EQ(shown(vet)["veterinarianName"].text(), "Dr. Low");
  EXPECT_EQ(shown(vet)["petParentName"].text(), "Asha Rao") << "of whoever was here";
  say(booked.id, "a", parent);
  EXPECT_EQ(shown(vet)["petParentName"].text(), "Asha Rao");
}

TEST_F(Messages, TellDateAndTimeInUtc) {
  const auto booked = book(R"(,"veterinarianId":)" + json_text(vet.id), "2024-12-31T23:05:59.999-02:00");
  const auto shown = chat(booked.id, parent).json()["appointment"];
  EXPECT_EQ(shown["appointmentDate"].text() + " " + shown["appointmentTime"].text(), "2025-01-01 01:05");
}

TEST_F(Messages, CarryEveryTypeAndTheirAttachments) {
  const auto booked = book();
  for (const auto* type : {"text", "image", "video", "file", "assessment", "prescription"}) {
    EXPECT_EQ(say(booked.id, "x", vet, R"(,"messageType":)" + json_text(type))["messageType"].text(), type);
  }
  const auto sent = say(booked.id, "with files", parent,
                        R"(,"messageType":"file","attachments":[{"url":"https://x.example/a.pdf","fileName":"a.pdf",)"
                        R"("fileSize":1234,"more":1},{"url":"/uploads/b.png","fileName":"b.png"}])");
  const auto first = sent["attachments"][0];
  EXPECT_EQ(sent["attachments"].size(), 2U);
  EXPECT_EQ(first["_id"].text().size(), 24U);
  EXPECT_EQ(first.dump(), R"({"_id":")" + first["_id"].text() +
                              R"(","url":"https://x.example/a.pdf","fileName":"a.pdf","fileSize":1234})");
  EXPECT_EQ(sent["attachments"][1]["url"].text(), "/uploads/b.png");
  EXPECT_FALSE(sent["attachments"][1]["fileSize"].exists());
}

TEST_F(Messages, OfAssessmentAndPrescriptionAreTheVeterinariansAlone) {
  const auto booked = book();
  for (const auto* type : {"assessment", "prescription"}) {
    EXPECT_EQ(said(post(saying(booked.id, "x", R"(,"messageType":)" + json_text(type)), parent)), denied) << type;
  }
  EXPECT_EQ(messages(booked.id, parent).size(), 0U);
}

// Read state is per message and moves one way, by the other party's GET.
TEST_F(Messages, AreReadByTheOtherSidesGetWhichShowsIt) {
  const auto booked = book();
  const auto sent = say(booked.id, "from the parent", parent);
  EXPECT_FALSE(messages(booked.id, parent)[0]["isRead"].boolean()) << "one's own GET reads nothing";
  const auto read = messages(booked.id, vet)[0];
  EXPECT_TRUE(read["isRead"].boolean()) << "and the answer shows it";
  EXPECT_GT(read["updatedAt"].text(), sent["updatedAt"].text());
  const auto later = messages(booked.id, parent)[0];
  EXPECT_TRUE(later["isRead"].boolean()) << "the author sees it, too";
  EXPECT_EQ(messages(booked.id, vet)[0]["updatedAt"].text(), later["updatedAt"].text()) << "it stays";

  say(booked.id, "second", parent);
  const auto both = messages(booked.id, parent);
  EXPECT_TRUE(both[0]["isRead"].boolean());
  EXPECT_FALSE(both[1]["isRead"].boolean()) << "a later one is read for itself";
  say(booked.id, "from the vet", vet);
  const auto of_all = messages(booked.id, parent);
  EXPECT_FALSE(of_all[1]["isRead"].boolean());
  EXPECT_TRUE(of_all[2]["isRead"].boolean());
}

TEST_F(Messages, AreAllThereUnlessAPageIsAskedFor) {
  const auto booked = book();
  std::vector<std::string> ids;
  for (int i = 1; i <= 5; ++i) ids.push_back(say(booked.id, std::to_string(i), parent)["_id"].text());
  EXPECT_EQ(texts(messages(booked.id, vet)), (Texts{"1", "2", "3", "4", "5"}));
  EXPECT_EQ(texts(messages(booked.id, parent, "&limit=2")), (Texts{"4", "5"})) << "the newest, oldest first";
  EXPECT_EQ(texts(messages(booked.id, parent, "&limit=2&before=" + ids[3])), (Texts{"2", "3"}));
  EXPECT_EQ(texts(messages(booked.id, parent, "&before=" + ids[1])), (Texts{"1"}));
  EXPECT_EQ(texts(messages(booked.id, parent, "&before=" + ids[0])), Texts{});
  EXPECT_EQ(texts(messages(booked.id, parent, "&limit=500")).size(), 5U);
  const auto invalid = error(400, "Invalid pagination");
  for (const auto* more : {"&limit=0", "&limit=501", "&limit=x", "&limit=", "&limit=-1", "&limit=1.5", "&before=x",
                           "&before=0123456789abcdef01234560"}) {
    EXPECT_EQ(said(chat(booked.id, parent, more)), invalid) << more;
  }
}

// A page marks as read, too: what is read is the chat.
TEST_F(Messages, AreReadByAPageOfThem) {
  const auto booked = book();
  for (int i = 1; i <= 3; ++i) say(booked.id, std::to_string(i), parent);
  EXPECT_TRUE(messages(booked.id, vet, "&limit=1")[0]["isRead"].boolean());
  EXPECT_TRUE(messages(booked.id, parent)[0]["isRead"].boolean());
}

TEST_F(Messages, OfAClosedOrForeignFormOfIdAreFoundInEitherCase) {
  const auto booked = book();
  std::string upper = booked.id;
  for (char& c : upper) c = static_cast<char>(std::toupper(c));
  EXPECT_EQ(chat(upper, parent).json()["appointment"]["id"].text(), booked.id) << "printed in lower case";
  EXPECT_EQ(say(upper, "x", parent)["appointmentId"].text(), booked.id);
}

TEST_F(Messages, AreSentOnceUnderAKey) {
  const auto booked = book();
  const auto keyed = [&](const std::string& body) { return post(body, parent, {{"Idempotency-Key", booked.id}}); };
  const auto first = keyed(saying(booked.id, "once"));
  EXPECT_EQ(said(keyed(R"({ "content" : " once " ,"more":1,"appointmentId":)" + json_text(booked.id) + "}")),
            said(first))
      << "blanks, order and unknown keys change nothing";
  EXPECT_EQ(messages(booked.id, parent).size(), 1U);
  EXPECT_EQ(said(keyed(saying(booked.id, "another"))), error(422, "Idempotency key was used for another request"));
}

TEST_F(Messages, LimitTheirLengthInUtf16UnitsAfterTrimming) {
  const auto booked = book();
  std::string emoji;
  for (int i = 0; i < 5000; ++i) emoji += "😀";
  EXPECT_EQ(say(booked.id, "  " + emoji + "  ", parent)["content"].text(), emoji);
  EXPECT_EQ(post(saying(booked.id, emoji + "x"), parent).status, 400);
}

TEST_F(Messages, AreTestedWithoutReadingThem) {
  const auto booked = book();
  say(booked.id, "x", vet);
  const auto test = [&](const Somebody& who) {
    return said(client.get("/api/appointment-chat/test?appointmentId=" + booked.id, who.token));
  };
  const auto told = [&](const Somebody& who, const std::string& role) {
    return R"(200 {"appointmentExists":true,"chatExists":true,"appointmentId":")" + booked.id + R"(","userId":")" +
           who.id + R"(","userRole":")" + role + R"(","message":"Appointment chat system is working correctly"})";
  };
  const auto admin = somebody("admin");
  EXPECT_EQ(test(parent), told(parent, "pet_parent"));
  EXPECT_EQ(test(vet), told(vet, "veterinarian"));
  EXPECT_EQ(test(admin), told(admin, "admin"));
  EXPECT_EQ(test(pet_parent()), denied) << "safe: the original tells any session";
  EXPECT_FALSE(messages(booked.id, vet)[0]["isRead"].boolean()) << "it marks nothing";
}

TEST_F(Messages, ComeInBodiesOfAMebibyteAtMostAndAsTheyAre) {
  const auto booked = book();
  constexpr std::size_t limit = 1024 * 1024;
  const auto of_size = [&](std::size_t bytes) {
    auto body = saying(booked.id, "x", R"(,"padding":")");
    return body.substr(0, body.size() - 1) + std::string(bytes - body.size() - 1, 'x') + "\"}";
  };
  EXPECT_EQ(post(of_size(limit), parent).status, 200);
  for (const std::string path : {"messages", "typing"}) {
    const auto target = "/api/appointment-chat/" + path;
    EXPECT_EQ(said(client.post(target, of_size(limit + 1), parent.token)), error(413, "Payload too large"));
    EXPECT_EQ(said(client.post(target, saying(booked.id, "x"), parent.token, {{"Content-Encoding", "gzip"}})),
              error(415, "Unsupported content encoding"));
  }
}

TEST_F(Messages, CannotBeDeletedOrMigratedByAnybody) {
  for (const auto* path : {"/api/appointment-chat/clear", "/api/appointment-chat/migrate", "/api/appointment-chat"}) {
    EXPECT_EQ(said(client.send("DELETE", path, "", parent.token)), error(404, "Endpoint not found"));
    EXPECT_EQ(said(client.post(path, "{}", parent.token)), error(404, "Endpoint not found"));
  }
  EXPECT_EQ(said(client.send("DELETE", messages_path, "", parent.token)), error(404, "Endpoint not found"));
}

// Only a store that is away, or 48 hours later (tests/days), shows these.
TEST(Documented, EveryAnswerOfTheAppointmentChatWasSeen) {
  if (testing::GTEST_FLAG(filter) != "*") GTEST_SKIP() << "only a run of all tests can show all answers";
  for (const auto& missing : unseen_of({"appointment_chat"})) {
    const bool elsewhere = missing.ends_with(".Unavailable") || missing.ends_with("Chat is closed");
    if (!elsewhere) ADD_FAILURE() << missing;
  }
}

}  // namespace
}  // namespace frontdesk::contract
