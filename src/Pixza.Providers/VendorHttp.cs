using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Pixza.Core.Net;

namespace Pixza.Providers;

/// <summary>HTTP to vendors: a named client each, which reaches the vendor's known hosts only and shows its key to the API alone.</summary>
public sealed class VendorHttp(IHttpClientFactory clients)
{
    private const int MaxRedirects = 3;

    /// <returns>The client for calls of the API, relative to its base address. A redirect is an answer; another host throws <see cref="UnknownVendorHostException"/>.</returns>
    public HttpClient Api(Vendor vendor) => clients.CreateClient(ClientName(vendor));

    /// <summary>Fetches a result from a known host, following at most three redirects among known hosts. The key goes along only where the API itself serves the result.</summary>
    /// <param name="maxBytes">After decompression.</param>
    public async Task<FetchResult> FetchAsync(Vendor vendor, Uri address, long maxBytes, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(vendor.FetchTimeout);
        try
        {
            using var client = Api(vendor);
            client.Timeout = Timeout.InfiniteTimeSpan; // the deadline also covers the body, which this would not
            for (var redirects = 0; redirects <= MaxRedirects; redirects++)
            {
                using var response = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, deadline.Token);
                if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || !Uri.TryCreate(address, response.Headers.Location, out var next))
                    return await ReadAsync(response, maxBytes, deadline.Token);
                address = next;
            }

            return new FetchResult.Refused("too_many_redirects", "The result's address redirects too often.");
        }
        catch (UnknownVendorHostException)
        {
            return new FetchResult.Refused("address_not_allowed", $"The result is not on a known host of {vendor.Name}.");
        }
        catch (BodyTooLargeException)
        {
            return new FetchResult.Refused("too_large", $"The result has more than {maxBytes} bytes.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new FetchResult.Refused("timeout", "The result did not arrive in time.");
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException or InvalidDataException)
        {
            return new FetchResult.Refused("unreachable", "The result could not be read.");
        }
    }

    internal static string ClientName(Vendor vendor) => "vendor:" + vendor.Name;

    private static async Task<FetchResult> ReadAsync(HttpResponseMessage response, long maxBytes, CancellationToken cancellationToken) =>
        response.StatusCode == HttpStatusCode.OK
            ? new FetchResult.Fetched(
                await CountedBody.ReadAsync(response.Content, maxBytes, cancellationToken), response.Content.Headers.ContentType?.MediaType)
            : new FetchResult.Refused("bad_status", $"The result's address answered with status {(int)response.StatusCode}.");
}

public static class VendorHttpServices
{
    /// <summary>Adds the vendor's named client; <see cref="VendorHttp"/> uses it.</summary>
    public static IServiceCollection AddVendorHttp(this IServiceCollection services, Vendor vendor)
    {
        services.TryAddSingleton<VendorHttp>();
        services.AddHttpClient(VendorHttp.ClientName(vendor), client =>
            {
                client.BaseAddress = vendor.BaseUrl;
                client.Timeout = vendor.CallTimeout;
                client.MaxResponseContentBufferSize = vendor.MaxAnswerBytes;
                client.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", GuardedHttp.UserAgent);
            })
            .ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler
            {
                AllowAutoRedirect = false, // a redirect would carry the key along, or leave the known hosts
                UseCookies = false,
                AutomaticDecompression = DecompressionMethods.All,
                ConnectTimeout = TimeSpan.FromSeconds(10),
                MaxResponseHeadersLength = 64, // kB
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            })
            .AddHttpMessageHandler(() => new VendorGate(vendor))
            .RedactLoggedHeaders(_ => true);
        return services;
    }
}
