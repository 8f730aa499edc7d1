# What the edge serves under /docs: documents printed from the tables, a page for each, the viewer from the cache.

fetch_docs_viewer() {
  local folder=$DOCS_VIEWER
  [[ ! -f $folder/complete ]] || return 0
  say "fetching the viewer of the API document ($(basename "$folder"), by Maven)"
  rm -rf "$folder"
  mkdir -p "$folder"
  mvn -q -B -C -f "$REPO/infra/docs/pom.xml" dependency:unpack-dependencies \
    -DoutputDirectory="$folder/jar" -DmarkersDirectory="$folder/markers" ||
    fail 'Maven could not fetch the jar that infra/docs/pom.xml names (its own message is above)'
  find "$folder/jar" -type f -exec mv -t "$folder" {} +
  rm -rf "$folder/jar" "$folder/markers"
  (cd "$folder" && sha256sum --quiet -c "$REPO/infra/docs/viewer.sha256") ||
    fail 'the viewer of the API document is not the one that infra/docs/viewer.sha256 names'
  touch "$folder/complete"
}

# In a folder that the edge's own user can read.
write_docs() {
  local folder=$1 file
  mkdir -p -m 755 "$folder"
  for file in "$REPO"/infra/docs/{index.html,page.js,page.css} "$DOCS_VIEWER"/swagger-ui{-bundle.js,.css}; do
    write_file 644 "$folder/$(basename "$file")" <"$file"
  done
  print_tables openapi | write_file 644 "$folder/openapi.json"
  print_tables asyncapi | write_file 644 "$folder/asyncapi.json"
  print_tables sockets-page | write_file 644 "$folder/sockets.html"
}

print_tables() { "$FRONTDESK_BIN/frontdesk-api" "$1"; }
