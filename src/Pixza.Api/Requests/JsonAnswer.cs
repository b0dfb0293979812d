using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Pixza.Api.Requests;

/// <summary>Writes JSON bodies without reflection: one buffer and one writer per thread, length known before the first byte is sent.</summary>
public static class JsonAnswer
{
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? t_buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? t_writer;

    public static Task WriteAsync<T>(HttpContext context, int status, T state, Action<Utf8JsonWriter, T> write) =>
        WriteAsync(context, status, "application/json", state, write);

    public static Task WriteAsync<T>(HttpContext context, int status, string contentType, T state, Action<Utf8JsonWriter, T> write)
    {
        var buffer = t_buffer ??= new ArrayBufferWriter<byte>(4096);
        var json = t_writer ??= new Utf8JsonWriter(buffer, s_options);
        buffer.ResetWrittenCount();
        json.Reset(buffer);
        write(json, state);
        json.Flush();

        var response = context.Response;
        response.StatusCode = status;
        response.ContentType = contentType;
        return SendAsync(response, buffer.WrittenSpan);
    }

    /// <summary>Sends bytes that are the whole body.</summary>
    public static Task SendAsync(HttpResponse response, ReadOnlySpan<byte> body)
    {
        response.ContentLength = body.Length;
        if (HttpMethods.IsHead(response.HttpContext.Request.Method))
            return Task.CompletedTask;
        response.BodyWriter.Write(body);
        var flushed = response.BodyWriter.FlushAsync(response.HttpContext.RequestAborted);
        return flushed.IsCompletedSuccessfully ? Task.CompletedTask : flushed.AsTask();
    }

    /// <returns>The JSON as bytes, for bodies that are made once and kept.</returns>
    public static byte[] Bytes<T>(T state, Action<Utf8JsonWriter, T> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, s_options);
        write(json, state);
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
