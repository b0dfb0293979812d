using System.Net.Sockets;

namespace Pixza.Core.Net;

/// <summary>A failed exchange in words for the customer: they tell the outcome, never what stands at the address.</summary>
internal sealed record NetFailure(string Reason, string Sentence)
{
    /// <returns>Null for what is no failure of the exchange: the caller's own cancellation, or a fault of ours.</returns>
    public static NetFailure? Of(Exception exception, CancellationToken callers) => exception switch
    {
        OperationCanceledException when callers.IsCancellationRequested => null,
        OperationCanceledException => new NetFailure("timeout", "The address did not answer in time."),
        BodyTooLargeException large => new NetFailure("too_large", $"The address answers more than {large.MaxBytes} bytes."),
        HttpRequestException { InnerException: ForbiddenAddressException } =>
            new NetFailure("address_not_allowed", "The address does not lead to the public internet."),
        HttpRequestException or IOException or SocketException or InvalidDataException =>
            new NetFailure("unreachable", "The address could not be read."),
        _ => null,
    };
}

/// <summary>More arrived than was allowed.</summary>
public sealed class BodyTooLargeException(long maxBytes) : Exception("The answer is too large.")
{
    public long MaxBytes { get; } = maxBytes;
}
