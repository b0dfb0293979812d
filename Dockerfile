# The host of Pixza. Built with: docker build -t pixza .
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source

# Packages change seldom and sources often: the packages are a layer of their own.
COPY global.json Directory.Build.props Directory.Build.targets Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY src/Pixza.Api/Pixza.Api.csproj src/Pixza.Api/
COPY src/Pixza.Core/Pixza.Core.csproj src/Pixza.Core/
COPY src/Pixza.Providers/Pixza.Providers.csproj src/Pixza.Providers/
COPY src/Pixza.Shopify/Pixza.Shopify.csproj src/Pixza.Shopify/
COPY src/Pixza.Studio/Pixza.Studio.csproj src/Pixza.Studio/
COPY src/Pixza.WordPress/Pixza.WordPress.csproj src/Pixza.WordPress/
RUN dotnet restore src/Pixza.Api/Pixza.Api.csproj
COPY src/ src/
RUN dotnet publish src/Pixza.Api/Pixza.Api.csproj --configuration Release --no-restore --output /app -p:UseAppHost=false

FROM mcr.microsoft.com/dotnet/aspnet:10.0
# ffmpeg is what Studio encodes with, curl what the health check asks with.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends curl ffmpeg \
 && rm -rf /var/lib/apt/lists/* \
 && mkdir /data \
 && chown "$APP_UID" /data
WORKDIR /app
COPY --from=build /app ./
ENV ASPNETCORE_HTTP_PORTS=8080 \
    Pixza__DataDir=/data
USER $APP_UID
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --retries=6 \
  CMD ["curl", "--fail", "--silent", "--max-time", "3", "http://127.0.0.1:8080/health/ready"]
ENTRYPOINT ["dotnet", "Pixza.Api.dll"]
CMD ["serve"]
