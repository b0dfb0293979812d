namespace Pixza.Providers;

/// <summary>Lets requests through to a vendor's known hosts only, and hangs the key on those for its API. Redirects come back as answers.</summary>
internal sealed class VendorGate(Vendor vendor) : DelegatingHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.RequestUri is not { IsAbsoluteUri: true } address || !vendor.IsKnown(address))
            throw new UnknownVendorHostException(vendor.Name);

        request.Headers.Remove(vendor.KeyHeader);
        if (vendor.IsApi(address))
            request.Headers.TryAddWithoutValidation(vendor.KeyHeader, vendor.KeyValue);
        return base.SendAsync(request, cancellationToken);
    }
}

/// <summary>An address that is none of the vendor's known ones; nothing was sent.</summary>
public sealed class UnknownVendorHostException(string vendor) : HttpRequestException($"The address is none of {vendor}'s known hosts.");
