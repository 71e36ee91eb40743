# syntax=docker/dockerfile:1

# The jar is the same on every platform, so the builder's own builds it.
FROM --platform=$BUILDPLATFORM eclipse-temurin:25-jdk-noble@sha256:589ff4cc3f71aab462e7048a47a0d10edf57fbccde3fceea2281e610bf5880b4 AS build
# Options for Maven while the image is built, those of a proxy for example. They stay in this stage.
ARG MAVEN_OPTS=""
WORKDIR /build
COPY .mvn .mvn
COPY mvnw pom.xml ./
COPY src/main src/main
# Tests and checks belong to ./mvnw verify. The image leaves out the embedded PostgreSQL: it serves with one of its own.
RUN --mount=type=cache,target=/root/.m2 \
    ./mvnw -B -Dmaven.test.skip=true -Dspring-boot.excludeGroupIds=io.zonky.test.postgres package \
    && mv target/vestibule-*.jar vestibule.jar \
    && java -Djarmode=tools -jar vestibule.jar extract --layers --destination layers

FROM eclipse-temurin:25-jre-noble@sha256:d9a39a23634650173f1e2bbc176227af9728587ecf0f4b62d53e9355cd7a19ab
WORKDIR /opt/vestibule
# What changes least comes first, so that a new version is a thin layer.
COPY --from=build /build/layers/dependencies/ ./
COPY --from=build /build/layers/spring-boot-loader/ ./
COPY --from=build /build/layers/snapshot-dependencies/ ./
COPY --from=build /build/layers/application/ ./
USER 10001:10001
EXPOSE 8080
# The management port listens inside the container only. The image has no curl, so bash asks it.
HEALTHCHECK --interval=15s --timeout=5s --start-period=90s --retries=3 \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8081 && printf 'GET /actuator/health/readiness HTTP/1.0\\r\\nHost: localhost\\r\\n\\r\\n' >&3 && read -r status <&3 && [[ $status == *' 200'* ]]"]
ENTRYPOINT ["java", "-jar", "vestibule.jar"]
