# Kafka's jars and the class archive: fetched and made once, shared by every instance that uses the same cache.

fetch_kafka() {
  if [[ ! -f $KAFKA_JARS/complete ]]; then
    say "fetching Kafka $KAFKA_VERSION (about 45 MB, by Maven)"
    mkdir -p "$KAFKA_JARS"
    rm -rf "$KAFKA_JARS/libs"
    mvn -q -B -C -f "$REPO/infra/kafka/pom.xml" dependency:copy-dependencies -DoutputDirectory="$KAFKA_JARS/libs" ||
      fail 'Maven could not fetch the jars that infra/kafka/pom.xml names (its own message is above)'
    touch "$KAFKA_JARS/complete"
  fi
  make_class_archive
}

java_id() { "$JAVA" -version 2>&1 | sha256sum | cut -c1-10; }

# A shared archive of loaded classes halves the broker's start. It fits one JVM and one set of jars; without it all
# works the same, so a failure to make it is only told.
make_class_archive() {
  local archive scratch pid ports
  archive=$KAFKA_JARS/classes-$(java_id).jsa
  [[ ! -f $archive && ! -f $archive.failed ]] || return 0
  say 'preparing the broker for quick starts (once, some seconds)'
  scratch=$(mktemp -d)
  mapfile -t ports < <("$PYTHON" "$REPO/infra/lib/instance.py" free-ports 2)
  BROKER_PORT=${ports[0]} CONTROLLER_PORT=${ports[1]} KAFKA_DATA=$scratch/data \
    render "$REPO/infra/kafka/server.properties" >"$scratch/server.properties"
  kafka_format "$scratch/server.properties" >"$scratch/log" 2>&1
  "$JAVA" "${KAFKA_FLAGS[@]}" -XX:ArchiveClassesAtExit="$archive.new" -cp "$KAFKA_JARS/libs/*" \
    kafka.Kafka "$scratch/server.properties" >>"$scratch/log" 2>&1 &
  pid=$!
  "$PYTHON" "$REPO/infra/lib/instance.py" await-broker "${ports[0]}" 40 || true
  kill -TERM "$pid" 2>/dev/null || true
  wait "$pid" 2>/dev/null || true
  if [[ -s $archive.new ]]; then
    mv "$archive.new" "$archive"
  else
    say 'the class archive could not be made; the broker starts a second slower'
    touch "$archive.failed"
  fi
  rm -rf "$scratch"
}
