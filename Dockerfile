# syntax=docker/dockerfile:1

# Ubuntu, not Alpine: the programs of the embedded PostgreSQL need glibc.
FROM eclipse-temurin:25-jdk-noble AS build
# Options for Maven while the image is built, those of a proxy for example. They stay in this stage.
ARG MAVEN_OPTS=""
WORKDIR /build
COPY .mvn .mvn
COPY mvnw pom.xml ./
COPY src/main src/main
# The tests and the check of the format belong to ./mvnw verify.
RUN --mount=type=cache,target=/root/.m2 \
    ./mvnw -B -Dmaven.test.skip=true -Dspotless.check.skip=true package \
    && mv target/vestibule-*.jar vestibule.jar \
    && java -Djarmode=tools -jar vestibule.jar extract --layers --destination layers

FROM eclipse-temurin:25-jre-noble
# A user with an entry in /etc/passwd: the embedded PostgreSQL refuses a number without one.
RUN groupadd --gid 10001 vestibule \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /var/lib/vestibule \
        --shell /usr/sbin/nologin vestibule \
    && install --directory --owner=10001 --group=10001 --mode=0700 /var/lib/vestibule
WORKDIR /opt/vestibule
# What changes least comes first, so that a new version is a thin layer.
COPY --from=build /build/layers/dependencies/ ./
COPY --from=build /build/layers/spring-boot-loader/ ./
COPY --from=build /build/layers/snapshot-dependencies/ ./
COPY --from=build /build/layers/application/ ./
USER 10001:10001
# Used only without spring.datasource.url: the embedded database, its passwords and the encryption keys.
ENV VESTIBULE_DATA_DIRECTORY=/var/lib/vestibule
VOLUME ["/var/lib/vestibule"]
EXPOSE 8080
# The management port listens inside the container only. The image has no curl, so bash asks it.
HEALTHCHECK --interval=15s --timeout=5s --start-period=90s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8081 && printf 'GET /actuator/health/readiness HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && read -r status <&3 && [[ $status == *' 200'* ]]"]
ENTRYPOINT ["java", "-jar", "vestibule.jar"]
