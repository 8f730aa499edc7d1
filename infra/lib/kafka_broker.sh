# How the broker's JVM is started: used for the running broker and for making its class archive. With both of its
# compilers: the second pays for itself within half a minute of load (docs/performance.md).

JAVA=java
KAFKA_FLAGS=(
  -Xmx384m -Xms128m -XX:+UseSerialGC -XX:-UsePerfData -Djava.awt.headless=true
  -XX:+UnlockDiagnosticVMOptions -XX:GuaranteedSafepointInterval=0 -XX:AsyncDeflationInterval=5000 # no timer of its own
  -XX:+ExitOnOutOfMemoryError -Xshare:auto -Xlog:cds=off -Xlog:cds+dynamic=off
  -Dlog4j2.configurationFile="$REPO/infra/kafka/log4j2.properties" -Dlog4j2.disableJmx=true
)

# Gives an empty data directory its identity; one that has it is left as it is.
kafka_format() {
  local id=
  # As Kafka writes ids; one that begins with a dash would be taken for an option.
  until [[ ${id:--} != -* ]]; do id=$(head -c 16 /dev/urandom | base64 | tr '+/' '-_' | tr -d '='); done
  "$JAVA" -Xmx128m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Dlog4j2.configurationFile="$REPO/infra/kafka/log4j2.properties" \
    -cp "$KAFKA_JARS/libs/*" kafka.tools.StorageTool format --ignore-formatted -t "$id" -c "$1"
}
