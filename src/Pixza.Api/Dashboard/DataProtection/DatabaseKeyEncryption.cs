using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Pixza.Core.Database;

namespace Pixza.Api.Dashboard.DataProtection;

/// <summary>
/// Encrypts the stored data-protection keys (AES-GCM) under a key that follows from the database's password: a copy of the tables alone
/// opens no session. After a change of that password new keys are made and people sign in again.
/// </summary>
public sealed class DatabaseKeyEncryptor(PixzaDatabase database) : IXmlEncryptor
{
    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var plain = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        var sealedBytes = new byte[DatabaseKeys.NonceBytes + plain.Length + DatabaseKeys.TagBytes];
        var nonce = sealedBytes.AsSpan(0, DatabaseKeys.NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var aes = new AesGcm(DatabaseKeys.Key(database), DatabaseKeys.TagBytes);
        aes.Encrypt(nonce, plain, sealedBytes.AsSpan(nonce.Length, plain.Length), sealedBytes.AsSpan(nonce.Length + plain.Length));
        return new EncryptedXmlInfo(new XElement("sealed", Convert.ToBase64String(sealedBytes)), typeof(DatabaseKeyDecryptor));
    }
}

/// <summary>The way back; made by the framework by its type.</summary>
public sealed class DatabaseKeyDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement)
    {
        var sealedBytes = Convert.FromBase64String(encryptedElement.Value);
        var plain = new byte[sealedBytes.Length - DatabaseKeys.NonceBytes - DatabaseKeys.TagBytes];
        using var aes = new AesGcm(DatabaseKeys.Key(services.GetRequiredService<PixzaDatabase>()), DatabaseKeys.TagBytes);
        aes.Decrypt(
            sealedBytes.AsSpan(0, DatabaseKeys.NonceBytes), sealedBytes.AsSpan(DatabaseKeys.NonceBytes, plain.Length),
            sealedBytes.AsSpan(DatabaseKeys.NonceBytes + plain.Length), plain);
        return XElement.Parse(Encoding.UTF8.GetString(plain));
    }
}

internal static class DatabaseKeys
{
    public const int NonceBytes = 12;
    public const int TagBytes = 16;

    public static byte[] Key(PixzaDatabase database) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(database.Role.Password), 32, info: "pixza data protection keys"u8.ToArray());
}
